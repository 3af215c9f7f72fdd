package stockledger.query.listing;

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
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.VersionedDocument;

@Component
class ListingProjector implements Projection<ListingView> {

    /** The former name of this room. It stays in stored collections and tokens and in the admin address. */
    static final String NAME = "browse";

    private final ProductListIndex index;

    ListingProjector(ProductListIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListingView> type() {
        return ListingView.class;
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
    public String keyOf(Object payload) {
        return payload instanceof ProductEvent product
                ? product.sku().value()
                : ((StockEvent) payload).sku().value();
    }

    @Override
    public ListingView empty(String key) {
        return ListingView.empty(key);
    }

    @Override
    public ListingView on(ListingView view, ProjectedEvent event) {
        return view.on(event);
    }

    @Override
    public List<Bson> indexes() {
        return ListingIndexes.all();
    }

    @Override
    public void onWritten(Epoch epoch, List<VersionedDocument<ListingView>> documents) {
        index.put(region(epoch), documents.stream().map(ListingItem::entry).toList());
    }

    /** The region of an epoch's lists. */
    static String region(Epoch epoch) {
        return "browse:" + epoch.number();
    }
}
