package stockledger.query.listing;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.ShortTtlCache;
import stockledger.query.fastpath.FastPathSource;

/** First pages of lists from the local cache, by query string. */
@Component
class ListFastPath implements FastPathSource {

    static final String PATH = "/v1/products";

    private final RedisOrMongo stores;
    private final ShortTtlCache pages;

    ListFastPath(RedisOrMongo stores, ShortTtlCache pages) {
        this.stores = stores;
        this.pages = pages;
    }

    @Override
    public String route() {
        return PATH;
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (!path.equals(PATH) || !stores.isCaughtUp()) {
            return null;
        }
        byte[] list = pages.findLocal(stores.region(), query == null ? "" : query);
        return list == null ? null : new Answer(list, null, false);
    }
}
