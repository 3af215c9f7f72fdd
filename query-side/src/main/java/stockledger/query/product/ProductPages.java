package stockledger.query.product;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.Favourites;
import stockledger.query.cache.Ready;
import stockledger.query.cache.Shelves;
import stockledger.query.cache.Wanted;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Views;
import stockledger.query.stream.Pages;

/** Product pages, kept ready or made of documents of the epoch that is served. */
@Component
class ProductPages implements Pages, Favourites {

    /** Under which reads of pages are counted. */
    static final String NAME = "product";

    private static final Wanted WHATEVER_THERE_IS = (key, page) -> true;

    private final Views<ProductView> views;
    private final Shelves shelves;

    ProductPages(ProductProjector projector, ReadModels models, Shelves shelves) {
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
    public Map<String, Ready> find(Collection<String> keys) {
        return find(keys, WHATEVER_THERE_IS);
    }

    Map<String, Ready> find(Collection<String> keys, Wanted wanted) {
        Epoch epoch = views.epoch();
        return shelves.find(ProductProjector.shelf(epoch), keys, wanted, missing -> made(epoch, missing));
    }

    @Nullable
    Ready find(String key, Wanted wanted) {
        Epoch epoch = views.epoch();
        return shelves.find(ProductProjector.shelf(epoch), key, wanted, missing -> made(epoch, missing));
    }

    /** A page that this process has; null when it would have to ask for it. */
    @Nullable
    Ready atHand(String key) {
        return views.areCaughtUp() ? shelves.atHand(shelf(), key) : null;
    }

    boolean mayBePacked(Ready page) {
        return shelves.mayBePacked(page);
    }

    /** A page that was found, packed; null when it is too small for that. */
    byte @Nullable [] packed(String key, Ready page) {
        return shelves.packed(shelf(), key, page);
    }

    /** Of the epoch whose shelf is asked: another may be served by now, whose revisions mean something else. */
    private Map<String, Ready> made(Epoch epoch, List<String> keys) {
        Map<String, Ready> pages = new HashMap<>();
        views.find(epoch, keys).forEach((key, stored) -> {
            Ready page = ProductPage.ready(stored);
            if (page != null) {
                pages.put(key, page);
            }
        });
        return pages;
    }
}
