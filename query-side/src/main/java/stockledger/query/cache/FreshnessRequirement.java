package stockledger.query.cache;

import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;

/** What an answer must have seen to be good enough for one question. */
@FunctionalInterface
public interface FreshnessRequirement {

    /** Whether this answer has; null stands for a product that is not known. */
    boolean isMetBy(String key, @Nullable CachedResponse answer);

    /** Whether what Redis holds will do for now, though it has not seen enough: its document would not be newer, or soon put. */
    default boolean isPatient() {
        return false;
    }

    /** The same for who is told when there is more: no document is read for an answer that Redis holds. */
    default FreshnessRequirement patiently() {
        return new FreshnessRequirement() {
            @Override
            public boolean isMetBy(String key, @Nullable CachedResponse answer) {
                return FreshnessRequirement.this.isMetBy(key, answer);
            }

            @Override
            public boolean isPatient() {
                return true;
            }
        };
    }

    /** All that a token says of the streams of the SKUs that are the keys. */
    static FreshnessRequirement by(ConsistencyToken token) {
        if (token.versions().isEmpty()) {
            return (key, answer) -> true;
        }
        return (key, answer) -> {
            Sku sku = new Sku(key);
            long product = token.versionOf(sku.productStream());
            long stock = token.versionOf(sku.stockStream());
            return answer == null
                    ? product < 0 && stock < 0
                    : answer.productVersion() >= product && answer.stockVersion() >= stock;
        };
    }
}
