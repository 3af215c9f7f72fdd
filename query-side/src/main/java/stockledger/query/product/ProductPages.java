package stockledger.query.product;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.FreshnessRequirement;
import stockledger.query.cache.HotKeySource;
import stockledger.query.cache.TieredCache;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.sse.PageSource;

/** Product pages, kept ready or made of documents of the epoch that is served. */
@Component
class ProductPages implements PageSource, HotKeySource {

    /** Name of the ranking of the hottest pages. */
    static final String NAME = "product";

    private static final FreshnessRequirement ANY = (key, page) -> true;

    private final ServedDocuments<ProductView> views;
    private final TieredCache cache;

    ProductPages(ProductProjector projector, ReadModels models, TieredCache cache) {
        this.views = models.of(projector);
        this.cache = cache;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isCaughtUp() {
        return views.isCaughtUp();
    }

    @Override
    public String region() {
        return ProductProjector.region(views.epoch());
    }

    @Override
    public Map<String, CachedResponse> find(Collection<String> keys) {
        return find(keys, ANY);
    }

    Map<String, CachedResponse> find(Collection<String> keys, FreshnessRequirement wanted) {
        Epoch epoch = views.epoch();
        return cache.find(ProductProjector.region(epoch), keys, wanted, missing -> made(epoch, missing));
    }

    @Nullable
    CachedResponse find(String key, FreshnessRequirement wanted) {
        Epoch epoch = views.epoch();
        return cache.find(ProductProjector.region(epoch), key, wanted, missing -> made(epoch, missing));
    }

    /** A page that this process has; null when it would have to ask for it. */
    @Nullable
    CachedResponse findLocal(String key) {
        return views.isCaughtUp() ? cache.findLocal(region(), key) : null;
    }

    boolean isCompressible(CachedResponse page) {
        return cache.isCompressible(page);
    }

    /** A page that was found, packed; null when it is too small for that. */
    byte @Nullable [] gzip(String key, CachedResponse page) {
        return cache.gzip(region(), key, page);
    }

    /** Of the epoch whose shelf is asked: another may be served by now, whose revisions mean something else. */
    private Map<String, CachedResponse> made(Epoch epoch, List<String> keys) {
        Map<String, CachedResponse> pages = new HashMap<>();
        views.find(epoch, keys).forEach((key, stored) -> {
            CachedResponse page = ProductPage.render(stored);
            if (page != null) {
                pages.put(key, page);
            }
        });
        return pages;
    }
}
