package stockledger.query.cache;

import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;

/** Which events a response must reflect to satisfy one query. */
@FunctionalInterface
public interface FreshnessRequirement {

    /** Whether this response satisfies it; null stands for an unknown product. */
    boolean isMetBy(String key, @Nullable CachedResponse response);

    /** Whether a response from Redis is returned even if it does not satisfy it. */
    default boolean acceptsAnyFromRedis() {
        return false;
    }

    /**
     * The same for a caller who is notified of the next change: MongoDB is not read for a response that Redis has, since
     * the document is no newer, or its response will be in Redis in a moment.
     */
    default FreshnessRequirement orAnyFromRedis() {
        return new FreshnessRequirement() {
            @Override
            public boolean isMetBy(String key, @Nullable CachedResponse response) {
                return FreshnessRequirement.this.isMetBy(key, response);
            }

            @Override
            public boolean acceptsAnyFromRedis() {
                return true;
            }
        };
    }

    /** All that a token says of the streams of the SKUs that are the keys. */
    static FreshnessRequirement of(ConsistencyToken token) {
        if (token.versions().isEmpty()) {
            return (key, response) -> true;
        }
        return (key, response) -> {
            Sku sku = new Sku(key);
            long product = token.versionOf(sku.productStream());
            long stock = token.versionOf(sku.stockStream());
            return response == null
                    ? product < 0 && stock < 0
                    : response.productVersion() >= product && response.stockVersion() >= stock;
        };
    }
}
