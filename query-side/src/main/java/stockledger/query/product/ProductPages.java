package stockledger.query.product;

import java.util.Collection;
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
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;
import stockledger.query.sse.PageSource;

/** Rendered product pages of the live epoch, cached or rendered from documents. */
@Component
class ProductPages implements PageSource, HotKeySource {

    /** Name of the ranking of the hottest pages. */
    static final String NAME = "product";

    private static final FreshnessRequirement ANY = (key, page) -> true;

    private final ServedDocuments<SkuState> documents;
    private final PageResponse pages;
    private final TieredCache cache;

    ProductPages(SkuProjection projection, PageResponse pages, ReadModels models, TieredCache cache) {
        this.documents = models.of(projection);
        this.pages = pages;
        this.cache = cache;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isCaughtUp() {
        return documents.isCaughtUp();
    }

    @Override
    public String region() {
        return pages.region(documents.epoch());
    }

    @Override
    public Map<String, CachedResponse> find(Collection<String> keys) {
        return find(keys, ANY);
    }

    Map<String, CachedResponse> find(Collection<String> keys, FreshnessRequirement required) {
        Epoch epoch = documents.epoch();
        return cache.find(pages.region(epoch), keys, required, missing -> render(epoch, missing));
    }

    @Nullable
    CachedResponse find(String key, FreshnessRequirement required) {
        Epoch epoch = documents.epoch();
        return cache.find(pages.region(epoch), key, required, missing -> render(epoch, missing));
    }

    /** A page of the local cache; null if it is not there. */
    @Nullable
    CachedResponse findLocal(String key) {
        return documents.isCaughtUp() ? cache.findLocal(region(), key) : null;
    }

    boolean isCompressible(CachedResponse page) {
        return cache.isCompressible(page);
    }

    /** The compressed page; null if it is too small. */
    byte @Nullable [] gzip(String key, CachedResponse page) {
        return cache.gzip(region(), key, page);
    }

    /** Renders the epoch of the cache region: revisions of the epoch that is live by now do not compare with it. */
    private Map<String, CachedResponse> render(Epoch epoch, List<String> keys) {
        return pages.render(documents.find(epoch, keys).values());
    }
}
