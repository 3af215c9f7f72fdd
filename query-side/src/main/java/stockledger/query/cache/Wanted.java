package stockledger.query.cache;

import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;

/** What an answer must have seen to be good enough for one question. */
@FunctionalInterface
public interface Wanted {

    /** Whether this answer has; null stands for a product that is not known. */
    boolean isMetBy(String key, @Nullable Ready answer);

    /** All that a token says of the streams of the SKUs that are the keys. */
    static Wanted by(ConsistencyToken token) {
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
