package stockledger.query.cache;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Responses made from many documents, cached in this process for at most {@code max-staleness}. They are not
 * invalidated, because nearly every change would do so. Pages read from an incomplete list expire with the state of the
 * lists.
 */
public final class ShortTtlCache {

    private final LocalCache local;
    private final Supplier<String> listState;
    private final CacheMeters meters;

    ShortTtlCache(LocalCache local, Supplier<String> listState, CacheMeters meters) {
        this.local = local;
        this.listState = listState;
        this.meters = meters;
    }

    /** The page of a query, if it is cached; null when it would have to be loaded. */
    public byte @Nullable [] findLocal(String region, String query) {
        LocalCache.Entry entry = local.get(keyOf(region, query));
        if (entry == null || entry.response() == null) {
            return null;
        }
        meters.process.hits.increment();
        return entry.response().body();
    }

    /**
     * The page of a query.
     *
     * @param region such as {@code sku:lists:3}
     * @param query equal for all queries that have the same page
     */
    public byte[] find(String region, String query, Supplier<byte[]> loader) {
        byte[] cached = findLocal(region, query);
        if (cached != null) {
            return cached;
        }
        meters.process.misses.increment();
        CachedResponse loaded = local.getShortLived(
                        keyOf(region, query), keys -> Map.of(keys.get(0), CachedResponse.ofManyDocuments(loader.get())))
                .response();
        return loaded == null ? loader.get() : loaded.body();
    }

    private String keyOf(String region, String query) {
        return region + ":" + listState.get() + "?" + query;
    }
}
