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

    /** Under which reads of pages are counted. */
    static final String NAME = "product";

    private static final FreshnessRequirement WHATEVER_THERE_IS = (key, page) -> true;

    private final ServedDocuments<ProductView> views;
    private final TieredCache shelves;

    ProductPages(ProductProjector projector, ReadModels models, TieredCache shelves) {
        this.views = models.of(projector);
        this.shelves = shelves;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean areCaughtUp() {
        return views.areCaughtUp();
    }

    @Override
    public String shelf() {
        return ProductProjector.shelf(views.epoch());
    }

    @Override
    public Map<String, CachedResponse> find(Collection<String> keys) {
        return find(keys, WHATEVER_THERE_IS);
    }

    Map<String, CachedResponse> find(Collection<String> keys, FreshnessRequirement wanted) {
        Epoch epoch = views.epoch();
        return shelves.find(ProductProjector.shelf(epoch), keys, wanted, missing -> made(epoch, missing));
    }

    @Nullable
    CachedResponse find(String key, FreshnessRequirement wanted) {
        Epoch epoch = views.epoch();
        return shelves.find(ProductProjector.shelf(epoch), key, wanted, missing -> made(epoch, missing));
    }

    /** A page that this process has; null when it would have to ask for it. */
    @Nullable
    CachedResponse atHand(String key) {
        return views.areCaughtUp() ? shelves.atHand(shelf(), key) : null;
    }

    boolean mayBePacked(CachedResponse page) {
        return shelves.mayBePacked(page);
    }

    /** A page that was found, packed; null when it is too small for that. */
    byte @Nullable [] packed(String key, CachedResponse page) {
        return shelves.packed(shelf(), key, page);
    }

    /** Of the epoch whose shelf is asked: another may be served by now, whose revisions mean something else. */
    private Map<String, CachedResponse> made(Epoch epoch, List<String> keys) {
        Map<String, CachedResponse> pages = new HashMap<>();
        views.find(epoch, keys).forEach((key, stored) -> {
            CachedResponse page = ProductPage.ready(stored);
            if (page != null) {
                pages.put(key, page);
            }
        });
        return pages;
    }
}
