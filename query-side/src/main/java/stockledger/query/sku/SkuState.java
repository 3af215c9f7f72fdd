package stockledger.query.sku;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockStatus;
import stockledger.query.projection.ProjectedEvent;

/**
 * Everything that the catalog stream and the stock stream of one SKU say. Pages, list entries, availability, inventory
 * and the ledger are all rendered from it, so they cannot contradict each other.
 *
 * @param catalog null while the SKU is not in the catalog
 * @param keys what lists sort and filter it by; null while it is not in the catalog
 * @param inbound units on their way
 * @param inStock whether units are available and the product is sold
 * @param status availability over all locations
 * @param low whether the product is sold, and it or one of its locations is at or below the reorder point
 * @param asOf when the newest event of either stream happened; null before the first
 * @param tail the newest movements, fewer than a part of the {@link Ledger}
 * @param newMovements movements of the events that were folded last
 * @param newParts parts of the {@link Ledger} that these movements completed
 * @param dueCheckpoints ends of prefixes of the streams, each a multiple of {@link Checkpoints#INTERVAL} events, that the events
 *     folded last completed
 */
public record SkuState(
        String sku,
        @Nullable CatalogEntry catalog,
        @Nullable ListingKeys keys,
        StockState stock,
        Inbound inbound,
        boolean inStock,
        StockStatus status,
        boolean low,
        @Nullable Instant asOf,
        @Nullable List<Movement> tail,
        @JsonIgnore @Nullable List<Movement> newMovements,
        @JsonIgnore @Nullable List<Ledger.Part> newParts,
        @JsonIgnore @Nullable List<Checkpoints.End> dueCheckpoints) {

    /** Documents of earlier versions have other keys: they are made again until the next rebuild. */
    public SkuState {
        if (catalog != null && keys != null && keys.price() == null) {
            keys = ListingKeys.of(sku, catalog);
        }
    }

    public static SkuState empty(String sku) {
        return of(sku, null, null, StockState.EMPTY, Inbound.NONE, null, List.of(), List.of(), List.of());
    }

    private static SkuState of(
            String sku,
            @Nullable CatalogEntry catalog,
            @Nullable ListingKeys keys,
            StockState stock,
            Inbound inbound,
            @Nullable Instant asOf,
            List<Movement> tail,
            List<Movement> newMovements,
            List<Checkpoints.End> dueCheckpoints) {
        long available = stock.available();
        boolean discontinued = catalog != null && catalog.discontinued();
        boolean sold = catalog != null && !discontinued;
        return new SkuState(
                sku,
                catalog,
                keys,
                stock,
                inbound,
                sold && available > 0,
                discontinued ? StockStatus.DISCONTINUED : stock.policy().status(available),
                sold && stock.needsReorder(),
                asOf,
                Ledger.tailOf(tail, newMovements),
                newMovements,
                Ledger.partsOf(tail, newMovements),
                dueCheckpoints);
    }

    /** The state after a prefix of the catalog stream and one of the stock stream, each folded by itself. */
    static SkuState joined(SkuState product, SkuState stock) {
        return of(
                product.sku,
                product.catalog,
                product.keys,
                stock.stock,
                stock.inbound,
                later(product.asOf, stock.asOf),
                stock.tail(),
                List.of(),
                List.of());
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    /** The state after one more event. */
    public SkuState on(ProjectedEvent event) {
        return after(List.of(event));
    }

    /** The state after more events, in the order of their streams. Parts that no event changes are the same objects. */
    public SkuState after(List<ProjectedEvent> events) {
        CatalogEntry entry = catalog;
        StockFold fold = null;
        Instant newest = asOf;
        List<Checkpoints.End> due = List.of();
        for (ProjectedEvent event : events) {
            if (event.payload() instanceof StockEvent change) {
                fold = fold == null ? new StockFold(stock, inbound) : fold;
                fold.on(change, event);
            } else if (event.payload() instanceof ProductEvent change) {
                entry = CatalogEntry.after(entry, change, event.at());
            } else {
                throw new IllegalStateException(
                        "unknown event " + event.payload().getClass());
            }
            newest = later(newest, event.at());
            due = Checkpoints.withEnd(due, event);
        }
        return of(
                sku,
                entry,
                entry == null || entry == catalog ? keys : ListingKeys.of(sku, entry),
                fold == null ? stock : fold.state(),
                fold == null ? inbound : fold.inbound(),
                newest,
                tail(),
                fold == null ? List.of() : fold.newMovements(),
                due);
    }

    @Override
    public List<Movement> tail() {
        return tail == null ? List.of() : tail;
    }

    @Override
    public List<Ledger.Part> newParts() {
        return newParts == null ? List.of() : newParts;
    }

    @Override
    public List<Movement> newMovements() {
        return newMovements == null ? List.of() : newMovements;
    }

    @Override
    public List<Checkpoints.End> dueCheckpoints() {
        return dueCheckpoints == null ? List.of() : dueCheckpoints;
    }

    /** Units that can be bought now, never below 0. */
    public long sellable() {
        return Math.max(0, stock.available());
    }

    /** The stored members, by name. */
    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("sku", sku);
        members.put("catalog", catalog);
        members.put("keys", keys);
        members.put("stock", stock);
        members.put("inbound", inbound);
        members.put("inStock", inStock);
        members.put("status", status);
        members.put("low", low);
        members.put("asOf", asOf);
        members.put("tail", tail());
        return members;
    }
}
