package stockledger.query.browse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import stockledger.query.cache.Placed;
import stockledger.query.cache.Restock;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Views;

/** All products, for aisles that are empty. */
@Component
class BrowseStock implements Restock {

    private static final int TOGETHER = 1_000;

    private final Views<BrowseView> views;

    BrowseStock(BrowseProjector projector, ReadModels models) {
        this.views = models.of(projector);
    }

    @Override
    public Collection<String> names() {
        return views.epochs().stream().map(BrowseProjector::shelf).toList();
    }

    @Override
    public List<Placed> find(String name, Collection<String> keys) {
        return views.find(epoch(name), keys).values().stream()
                .map(BrowseItem::placed)
                .toList();
    }

    @Override
    public void each(String name, Consumer<List<Placed>> taker) {
        Epoch named = epoch(name);
        List<Placed> chunk = new ArrayList<>(TOGETHER);
        views.each(named, document -> {
            chunk.add(BrowseItem.placed(document));
            if (chunk.size() == TOGETHER) {
                taker.accept(List.copyOf(chunk));
                chunk.clear();
            }
        });
        taker.accept(chunk);
    }

    private Epoch epoch(String name) {
        return views.epochs().stream()
                .filter(epoch -> BrowseProjector.shelf(epoch).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not folded any more"));
    }
}
