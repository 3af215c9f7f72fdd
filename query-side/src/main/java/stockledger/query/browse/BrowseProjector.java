package stockledger.query.browse;

import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.query.cache.Aisles;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.Happened;
import stockledger.query.projection.Projection;
import stockledger.query.projection.Stored;

@Component
class BrowseProjector implements Projection<BrowseView> {

    static final String NAME = "browse";

    private final Aisles aisles;

    BrowseProjector(Aisles aisles) {
        this.aisles = aisles;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<BrowseView> type() {
        return BrowseView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(ProductEvent.class, StockEvent.class);
    }

    @Override
    public Set<Class<?>> ignored() {
        return Set.of(
                IncomingAnnounced.class,
                IncomingArrived.class,
                IncomingCancelled.class,
                StockCameBack.class,
                StockRanLow.class,
                StockRanOut.class);
    }

    @Override
    public String keyOf(Object event) {
        return event instanceof ProductEvent product
                ? product.sku().value()
                : ((StockEvent) event).sku().value();
    }

    @Override
    public BrowseView blank(String key) {
        return BrowseView.blank(key);
    }

    @Override
    public BrowseView on(BrowseView view, Happened happened) {
        return view.on(happened);
    }

    @Override
    public List<Bson> indexes() {
        return BrowseIndexes.all();
    }

    @Override
    public void written(Epoch epoch, List<Stored<BrowseView>> documents) {
        aisles.put(shelf(epoch), documents.stream().map(BrowseItem::placed).toList());
    }

    /** Where the lists of an epoch are kept. */
    static String shelf(Epoch epoch) {
        return "browse:" + epoch.number();
    }
}
