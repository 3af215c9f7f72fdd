package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.StockStatus;
import stockledger.query.projection.ProjectedEvent;

/**
 * The stock of one SKU at all locations.
 *
 * @param registered whether the SKU is in the catalog
 * @param discontinued whether it was discontinued
 * @param levels one per location with any stock event or a policy of its own, by location id
 * @param policy its safety stock, reorder points and backorder limits
 * @param low whether it is not discontinued, and it or one of its locations is at or below the reorder point
 * @param transfers sent and not yet received, in the order of sending; stored as {@code ways}
 * @param deliveries announced and not yet arrived, earliest first
 * @param movements number of entries of its ledger
 * @param asOf time of the newest event
 * @param newMovements movements since the document was read, to be written to the {@link Ledger}
 */
record InventoryView(
        String sku,
        boolean registered,
        boolean discontinued,
        List<Level> levels,
        StockPolicy policy,
        boolean low,
        @JsonProperty("ways") List<UnitsInTransit> transfers,
        List<Delivery> deliveries,
        long movements,
        @Nullable Instant asOf,
        @JsonIgnore @Nullable List<Movement> newMovements) {

    static InventoryView empty(String sku) {
        return new InventoryView(
                sku, false, false, List.of(), StockPolicy.NONE, false, List.of(), List.of(), 0, null, List.of());
    }

    @Override
    public List<Movement> newMovements() {
        return newMovements == null ? List.of() : newMovements;
    }

    InventoryView on(ProjectedEvent event) {
        LedgerFold fold = new LedgerFold(this, event);
        boolean nowRegistered = registered;
        boolean nowDiscontinued = discontinued;
        if (event.payload() instanceof StockEvent stock) {
            fold.on(stock);
        } else if (event.payload() instanceof ProductRegistered) {
            nowRegistered = true;
        } else if (event.payload() instanceof ProductDiscontinued) {
            nowDiscontinued = true;
        } else if (event.payload() instanceof ProductReactivated) {
            nowDiscontinued = false;
        } else {
            throw new IllegalStateException("unknown event " + event.payload().getClass());
        }
        List<Movement> allNew = new ArrayList<>(newMovements());
        allNew.addAll(fold.movements());
        List<Level> levels = fold.levels();
        return new InventoryView(
                sku,
                nowRegistered,
                nowDiscontinued,
                levels,
                fold.policy(),
                !nowDiscontinued && isLow(levels, fold.policy()),
                fold.transfers(),
                fold.deliveries(),
                movements + fold.movements().size(),
                asOf == null || event.at().isAfter(asOf) ? event.at() : asOf,
                allNew);
    }

    /** Over all locations, signed. */
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
