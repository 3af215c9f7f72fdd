package stockledger.query.availability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.VersionedDocument;

@Component
class AvailabilityProjector implements Projection<AvailabilityView> {

    static final String NAME = "availability";

    private final TieredCache cache;

    AvailabilityProjector(TieredCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<AvailabilityView> type() {
        return AvailabilityView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(ProductEvent.class, StockEvent.class);
    }

    @Override
    public Set<Class<?>> ignored() {
        return Set.of(
                ProductRenamed.class,
                ProductDescribed.class,
                ProductRebranded.class,
                ProductRecategorized.class,
                ProductAttributesReplaced.class,
                ProductImagesReplaced.class,
                ProductRepriced.class,
                IncomingAnnounced.class,
                IncomingArrived.class,
                IncomingCancelled.class,
                StockCameBack.class,
                StockRanLow.class,
                StockRanOut.class);
    }

    @Override
    public String keyOf(Object payload) {
        return payload instanceof ProductEvent product
                ? product.sku().value()
                : ((StockEvent) payload).sku().value();
    }

    @Override
    public AvailabilityView empty(String key) {
        return AvailabilityView.empty(key);
    }

    @Override
    public AvailabilityView on(AvailabilityView view, ProjectedEvent event) {
        return view.on(event);
    }

    @Override
    public void onWritten(Epoch epoch, List<VersionedDocument<AvailabilityView>> documents) {
        Map<String, CachedResponse> items = new HashMap<>();
        for (VersionedDocument<AvailabilityView> document : documents) {
            CachedResponse item = AvailabilityItem.render(document);
            if (item != null) {
                items.put(document.key(), item);
            }
        }
        cache.put(region(epoch), items);
    }

    /** The cache region of an epoch's items. */
    static String region(Epoch epoch) {
        return "availability:" + epoch.number();
    }
}
