package stockledger.query.product;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.VersionedDocument;

@Component
class ProductProjector implements Projection<ProductView> {

    static final String NAME = "product";

    private final TieredCache cache;

    ProductProjector(TieredCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ProductView> type() {
        return ProductView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(ProductEvent.class, StockEvent.class);
    }

    @Override
    public String keyOf(Object payload) {
        return payload instanceof ProductEvent product
                ? product.sku().value()
                : ((StockEvent) payload).sku().value();
    }

    @Override
    public ProductView empty(String key) {
        return ProductView.empty(key);
    }

    @Override
    public ProductView on(ProductView view, ProjectedEvent event) {
        return view.on(event);
    }

    @Override
    public void onWritten(Epoch epoch, List<VersionedDocument<ProductView>> documents) {
        Map<String, CachedResponse> pages = new HashMap<>();
        for (VersionedDocument<ProductView> document : documents) {
            CachedResponse page = ProductPage.render(document);
            if (page != null) {
                pages.put(document.key(), page);
            }
        }
        cache.put(region(epoch), pages);
    }

    /** The cache region of an epoch's pages. */
    static String region(Epoch epoch) {
        return "product:" + epoch.number();
    }
}
