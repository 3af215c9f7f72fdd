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
    default boolean acceptsStaleFromRedis() {
        return false;
    }

    /**
     * For callers that are notified of the next change: a stale response in Redis is returned instead of reading MongoDB.
     * Either the document is not newer, or the projection is about to write its response to Redis.
     */
    default FreshnessRequirement allowingStaleFromRedis() {
        return new FreshnessRequirement() {
            @Override
            public boolean isMetBy(String key, @Nullable CachedResponse response) {
                return FreshnessRequirement.this.isMetBy(key, response);
            }

            @Override
            public boolean acceptsStaleFromRedis() {
                return true;
            }
        };
    }

    /** Requires the versions that the token names for the product and stock streams of each key, which is a SKU. */
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
