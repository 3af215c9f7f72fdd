package stockledger.query.count;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.query.projection.History;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.SkuHistory.Explained;
import stockledger.query.sku.SkuProjection;

/** Reads the evidence of a counted SKU: its state at the count, from the nearest checkpoint, and a bounded number of events. */
@Component
final class CountedStockReader {

    private final SkuHistory states;
    private final History events;

    CountedStockReader(SkuHistory states, History events) {
        this.states = states;
        this.events = events;
    }

    /**
     * The evidence of one line.
     *
     * @param maxBefore events before the count that are read at most
     * @param maxAfter events after it that are read at most
     * @return null when the product is not in the catalog
     */
    @Nullable
    CountedStock read(Sku sku, LocationId location, Instant countedAt, long counted, int maxBefore, int maxAfter) {
        Explained atCount = states.explained(sku.value(), countedAt);
        if (atCount.document().view().catalog() == null) {
            return null;
        }
        long last = atCount.document().versionOf(sku.stockStream());
        StockWindow window = new StockWindow(location, countedAt, last, atCount);
        AtomicBoolean complete = new AtomicBoolean(true);
        events.query(() -> {
            events.read(
                    SkuProjection.NAME, sku.stockStream(), Math.max(0, last + 1 - maxBefore), (event, hasEffect) -> {
                        if (event.sequence() > last + maxAfter) {
                            complete.set(false);
                            return false;
                        }
                        if (hasEffect) {
                            window.on(event);
                        }
                        return true;
                    });
            return complete;
        });
        return window.counted(counted, complete.get());
    }
}
