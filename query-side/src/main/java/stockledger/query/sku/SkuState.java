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
 * @param inStock whether units are available and the product is sold
 * @param status availability over all locations
 * @param low whether the product is sold, and it or one of its locations is at or below the reorder point
 * @param asOf when the newest event of either stream happened; null before the first
 * @param newMovements movements of the events that were folded last, to be written to the {@link Ledger}
 */
public record SkuState(
        String sku,
        @Nullable CatalogEntry catalog,
        @Nullable ListingKeys keys,
        StockState stock,
        boolean inStock,
        StockStatus status,
        boolean low,
        @Nullable Instant asOf,
        @JsonIgnore @Nullable List<Movement> newMovements) {

    public static SkuState empty(String sku) {
        return of(sku, null, null, StockState.EMPTY, null, List.of());
    }

    private static SkuState of(
            String sku,
            @Nullable CatalogEntry catalog,
            @Nullable ListingKeys keys,
            StockState stock,
            @Nullable Instant asOf,
            List<Movement> newMovements) {
        long available = stock.available();
        boolean discontinued = catalog != null && catalog.discontinued();
        boolean sold = catalog != null && !discontinued;
        return new SkuState(
                sku,
                catalog,
                keys,
                stock,
                sold && available > 0,
                discontinued ? StockStatus.DISCONTINUED : stock.policy().status(available),
                sold && stock.needsReorder(),
                asOf,
                newMovements);
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
        for (ProjectedEvent event : events) {
            if (event.payload() instanceof StockEvent change) {
                fold = fold == null ? new StockFold(stock) : fold;
                fold.on(change, event);
            } else if (event.payload() instanceof ProductEvent change) {
                entry = CatalogEntry.after(entry, change, event.at());
            } else {
                throw new IllegalStateException(
                        "unknown event " + event.payload().getClass());
            }
            newest = newest == null || event.at().isAfter(newest) ? event.at() : newest;
        }
        return of(
                sku,
                entry,
                entry == null || entry == catalog ? keys : ListingKeys.of(sku, entry),
                fold == null ? stock : fold.state(),
                newest,
                fold == null ? List.of() : fold.newMovements());
    }

    @Override
    public List<Movement> newMovements() {
        return newMovements == null ? List.of() : newMovements;
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
        members.put("inStock", inStock);
        members.put("status", status);
        members.put("low", low);
        members.put("asOf", asOf);
        return members;
    }
}
