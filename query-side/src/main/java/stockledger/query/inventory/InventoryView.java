package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.StockStatus;
import stockledger.query.projection.ProjectedEvent;

/**
 * One SKU's units at all locations.
 *
 * @param registered whether the SKU is in the catalog
 * @param discontinued whether the shop sells it no longer
 * @param levels one per location that holds, held or expects units, or has a policy, in the order of their ids
 * @param policy what the shop wants of the stock
 * @param low whether it is sold, and the SKU or one of its locations is at or below its reorder point
 * @param ways transfers that did not arrive yet, in the order they were sent
 * @param deliveries what is expected, the earliest first
 * @param movements how many movements its ledger has
 * @param asOf when the newest event that it shows happened
 * @param fresh movements since it was read, to be written beside it
 */
record InventoryView(
        String sku,
        boolean registered,
        boolean discontinued,
        List<Level> levels,
        StockPolicy policy,
        boolean low,
        List<UnitsInTransit> ways,
        List<Delivery> deliveries,
        long movements,
        @Nullable Instant asOf,
        @JsonIgnore @Nullable List<Movement> fresh) {

    static InventoryView blank(String sku) {
        return new InventoryView(
                sku, false, false, List.of(), StockPolicy.NONE, false, List.of(), List.of(), 0, null, List.of());
    }

    /** What the ledger gains, in order. */
    List<Movement> freshMovements() {
        return fresh == null ? List.of() : fresh;
    }

    InventoryView on(ProjectedEvent happened) {
        LedgerFold books = new LedgerFold(this, happened);
        boolean gone = discontinued;
        if (happened.event() instanceof StockEvent event) {
            books.on(event);
        } else if (happened.event() instanceof ProductEvent event) {
            gone = event instanceof ProductDiscontinued || gone && !(event instanceof ProductReactivated);
        } else {
            throw new IllegalStateException("unknown event " + happened.event().getClass());
        }
        List<Movement> ledger = new ArrayList<>(freshMovements());
        ledger.addAll(books.entered());
        List<Level> levels = books.levels();
        return new InventoryView(
                sku,
                registered || happened.event() instanceof ProductRegistered,
                gone,
                levels,
                books.policy(),
                !gone && isLow(levels, books.policy()),
                books.ways(),
                books.deliveries(),
                movements + books.entered().size(),
                asOf == null || happened.at().isAfter(asOf) ? happened.at() : asOf,
                ledger);
    }

    /** Units that can be promised, over all locations, signed. */
    long available() {
        return available(levels, policy);
    }

    StockStatus status() {
        return discontinued ? StockStatus.DISCONTINUED : policy.status(available());
    }

    private static long available(List<Level> levels, StockPolicy policy) {
        return levels.stream().mapToLong(Level::available).sum()
                - policy.at(null).safetyStock();
    }

    private static boolean isLow(List<Level> levels, StockPolicy policy) {
        return isAtOrBelow(available(levels, policy), policy.at(null).reorderPoint())
                || levels.stream()
                        .anyMatch(level -> isAtOrBelow(
                                level.available(),
                                policy.at(new LocationId(level.locationId())).reorderPoint()));
    }

    private static boolean isAtOrBelow(long available, @Nullable Long reorderPoint) {
        return reorderPoint != null && available <= reorderPoint;
    }
}
