package stockledger.query.listing;

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

/**
 * Asks Redis, and MongoDB when Redis cannot tell. Redis follows MongoDB, so whoever is asked must itself have seen what a
 * token says of its SKUs.
 */
@Component
class RedisOrMongo {

    private static final String PRODUCT = "product:";
    private static final String STOCK = "stock:";

    private final ServedDocuments<ListingView> views;
    private final ProductListIndex index;
    private final ConsistencyTokenWaiter freshness;

    RedisOrMongo(
            ListingProjector projector, ReadModels models, ProductListIndex index, ConsistencyTokenWaiter freshness) {
        this.views = models.of(projector);
        this.index = index;
        this.freshness = freshness;
    }

    /**
     * What is told at or after a token.
     *
     * @param redis tells nothing when the aisles are not full, or do not know
     */
    <T> T ask(ConsistencyToken token, Function<String, @Nullable T> redis, Supplier<T> mongo) {
        Set<String> named = skusOf(token);
        if (named.isEmpty()) {
            T kept = redis.apply(region());
            return kept == null ? mongo.get() : kept;
        }
        return freshness
                .read(
                        token,
                        ListingProjector.NAME,
                        named,
                        () -> look(named, token, redis, mongo),
                        () -> lookFar(named, token, mongo),
                        Look::fresh)
                .told();
    }

    boolean areCaughtUp() {
        return views.isCaughtUp();
    }

    /** The name of what is served now. */
    String region() {
        return ListingProjector.region(views.epoch());
    }

    private <T> Look<T> look(
            Set<String> named, ConsistencyToken token, Function<String, @Nullable T> redis, Supplier<T> mongo) {
        String region = region();
        Map<String, FoldedVersions> kept = index.versions(region, named);
        if (kept != null) {
            // Redis will have seen it in a moment: that is sooner than MongoDB would have answered.
            T told = hasSeen(kept, token) ? redis.apply(region) : null;
            if (told != null || !hasSeen(kept, token)) {
                return new Look<>(told);
            }
        }
        return lookFar(named, token, mongo);
    }

    /** Who wrote a document may have ended before it stood in its lists. */
    private <T> Look<T> lookFar(Set<String> named, ConsistencyToken token, Supplier<T> mongo) {
        return hasSeen(stored(named), token) ? new Look<>(mongo.get()) : new Look<>(null);
    }

    /** What one look found; nothing when that is not fresh enough yet. */
    private record Look<T>(@Nullable T found) {
        boolean fresh() {
            return found != null;
        }

        T told() {
            if (found == null) {
                throw new IllegalStateException("nothing was told");
            }
            return found;
        }
    }

    private Map<String, FoldedVersions> stored(Set<String> named) {
        Map<String, VersionedDocument<ListingView>> found = views.find(named);
        Map<String, FoldedVersions> seen = new HashMap<>();
        for (String key : named) {
            VersionedDocument<ListingView> one = found.get(key);
            seen.put(
                    key,
                    one == null
                            ? new FoldedVersions(-1, -1)
                            : new FoldedVersions(one.versionOf(PRODUCT + key), one.versionOf(STOCK + key)));
        }
        return seen;
    }

    private static boolean hasSeen(Map<String, FoldedVersions> seen, ConsistencyToken token) {
        return seen.entrySet().stream().allMatch(one -> {
            FoldedVersions versions = one.getValue();
            return versions.productVersion() >= token.versionOf(PRODUCT + one.getKey())
                    && versions.stockVersion() >= token.versionOf(STOCK + one.getKey());
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
