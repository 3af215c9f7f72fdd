package stockledger.query.listing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import stockledger.query.cache.ListEntry;
import stockledger.query.cache.ListSource;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;

/** All products, for aisles that are empty. */
@Component
class MongoListSource implements ListSource {

    private static final int TOGETHER = 1_000;

    private final ServedDocuments<ListingView> views;

    MongoListSource(ListingProjector projector, ReadModels models) {
        this.views = models.of(projector);
    }

    @Override
    public Collection<String> names() {
        return views.epochs().stream().map(ListingProjector::shelf).toList();
    }

    @Override
    public List<ListEntry> find(String name, Collection<String> keys) {
        return views.find(epoch(name), keys).values().stream()
                .map(ListingItem::placed)
                .toList();
    }

    @Override
    public void each(String name, Consumer<List<ListEntry>> taker) {
        Epoch named = epoch(name);
        List<ListEntry> chunk = new ArrayList<>(TOGETHER);
        views.each(named, document -> {
            chunk.add(ListingItem.placed(document));
            if (chunk.size() == TOGETHER) {
                taker.accept(List.copyOf(chunk));
                chunk.clear();
            }
        });
        taker.accept(chunk);
    }

    private Epoch epoch(String name) {
        return views.epochs().stream()
                .filter(epoch -> ListingProjector.shelf(epoch).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not folded any more"));
    }
}
