package stockledger.query.listing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.ProductListIndex.FoldedVersions;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/**
 * Reads from Redis, or from MongoDB if the list index is incomplete. Redis is written after MongoDB, so the store that is
 * read must itself be as new as the token.
 */
@Component
class RedisOrMongo {

    private static final String PRODUCT = "product:";
    private static final String STOCK = "stock:";

    private final ServedDocuments<SkuState> documents;
    private final ProductListIndex index;
    private final ConsistencyTokenWaiter waiter;

    RedisOrMongo(SkuProjection projection, ReadModels models, ProductListIndex index, ConsistencyTokenWaiter waiter) {
        this.documents = models.of(projection);
        this.index = index;
        this.waiter = waiter;
    }

    /**
     * Reads at or after a token.
     *
     * @param redis returns null if the index is incomplete or does not support the query
     */
    <T> T read(ConsistencyToken token, Function<String, @Nullable T> redis, Supplier<T> mongo) {
        Set<String> skus = skusOf(token);
        if (skus.isEmpty()) {
            T found = redis.apply(region());
            return found == null ? mongo.get() : found;
        }
        return waiter.read(
                        token,
                        SkuProjection.NAME,
                        skus,
                        () -> readNewEnough(skus, token, redis, mongo),
                        () -> readMongoIfNewEnough(skus, token, mongo),
                        Attempt::succeeded)
                .value();
    }

    /** Every event stored before this time is in both stores, later ones may be; null while it is not known. */
    @Nullable
    Instant completeUntil() {
        Instant until = documents.completeUntil();
        return until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
    }

    boolean isCaughtUp() {
        return documents.isCaughtUp();
    }

    /** The region of the live epoch. */
    String region() {
        return SkuProjection.listRegion(documents.epoch());
    }

    private <T> Attempt<T> readNewEnough(
            Set<String> skus, ConsistencyToken token, Function<String, @Nullable T> redis, Supplier<T> mongo) {
        String region = region();
        Map<String, FoldedVersions> indexed = index.versions(region, skus);
        if (indexed != null) {
            // If Redis is behind, waiting for it is faster than a query of MongoDB.
            T found = isNewEnough(indexed, token) ? redis.apply(region) : null;
            if (found != null || !isNewEnough(indexed, token)) {
                return new Attempt<>(found);
            }
        }
        return readMongoIfNewEnough(skus, token, mongo);
    }

    /** For an index write that is missing because its process stopped. */
    private <T> Attempt<T> readMongoIfNewEnough(Set<String> skus, ConsistencyToken token, Supplier<T> mongo) {
        return isNewEnough(storedVersions(skus), token) ? new Attempt<>(mongo.get()) : new Attempt<>(null);
    }

    /** Null while the store is older than the token. */
    private record Attempt<T>(@Nullable T found) {
        boolean succeeded() {
            return found != null;
        }

        T value() {
            if (found == null) {
                throw new IllegalStateException("the read was not new enough");
            }
            return found;
        }
    }

    private Map<String, FoldedVersions> storedVersions(Set<String> skus) {
        Map<String, VersionedDocument<SkuState>> found = documents.find(skus);
        Map<String, FoldedVersions> versions = new HashMap<>();
        for (String key : skus) {
            VersionedDocument<SkuState> document = found.get(key);
            versions.put(
                    key,
                    document == null
                            ? new FoldedVersions(-1, -1)
                            : new FoldedVersions(document.versionOf(PRODUCT + key), document.versionOf(STOCK + key)));
        }
        return versions;
    }

    private static boolean isNewEnough(Map<String, FoldedVersions> versionsBySku, ConsistencyToken token) {
        return versionsBySku.entrySet().stream().allMatch(entry -> {
            FoldedVersions versions = entry.getValue();
            return versions.productVersion() >= token.versionOf(PRODUCT + entry.getKey())
                    && versions.stockVersion() >= token.versionOf(STOCK + entry.getKey());
        });
    }

    private static Set<String> skusOf(ConsistencyToken token) {
        Set<String> skus = new HashSet<>();
        for (String stream : token.versions().keySet()) {
            if (stream.startsWith(PRODUCT)) {
                skus.add(stream.substring(PRODUCT.length()));
            } else if (stream.startsWith(STOCK)) {
                skus.add(stream.substring(STOCK.length()));
            }
        }
        return skus;
    }
}
