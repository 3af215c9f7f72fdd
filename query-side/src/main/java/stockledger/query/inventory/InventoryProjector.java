package stockledger.query.inventory;

import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
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
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.VersionedDocument;

@Component
class InventoryProjector implements Projection<InventoryView> {

    static final String NAME = "inventory";

    private final ReadModels models;

    InventoryProjector(ReadModels models) {
        this.models = models;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<InventoryView> type() {
        return InventoryView.class;
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
    public InventoryView empty(String key) {
        return InventoryView.empty(key);
    }

    @Override
    public InventoryView on(InventoryView view, ProjectedEvent event) {
        return view.on(event);
    }

    @Override
    public List<Bson> indexes() {
        return List.of(Indexes.ascending("view.low", "view.sku"));
    }

    @Override
    public List<String> sideCollections() {
        return List.of(Ledger.NAME);
    }

    @Override
    public void writeSideCollections(Epoch epoch, List<VersionedDocument<InventoryView>> changed) {
        new Ledger(models.sideCollection(epoch, Ledger.NAME)).write(changed);
    }
}
