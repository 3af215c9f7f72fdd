package stockledger.query.listing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ListSource;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** Reads the products of lists from MongoDB. */
@Component
class MongoListSource implements ListSource {

    private static final int BATCH_SIZE = 1_000;

    private final ServedDocuments<SkuState> documents;

    MongoListSource(SkuProjection projection, ReadModels models) {
        this.documents = models.of(projection);
    }

    @Override
    public Collection<String> regions() {
        return documents.runningEpochs().stream().map(SkuProjection::listRegion).toList();
    }

    @Override
    public List<ListEntry> find(String region, Collection<String> keys) {
        return documents.find(epoch(region), keys).values().stream()
                .map(ListingItem::entry)
                .toList();
    }

    @Override
    public void forEachBatch(String region, Consumer<List<ListEntry>> consumer) {
        Epoch epoch = epoch(region);
        List<ListEntry> batch = new ArrayList<>(BATCH_SIZE);
        documents.forEach(epoch, document -> {
            batch.add(ListingItem.entry(document));
            if (batch.size() == BATCH_SIZE) {
                consumer.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        consumer.accept(batch);
    }

    private Epoch epoch(String region) {
        return documents.runningEpochs().stream()
                .filter(epoch -> SkuProjection.listRegion(epoch).equals(region))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(region + " does not run any more"));
    }
}
