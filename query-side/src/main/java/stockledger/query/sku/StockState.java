package stockledger.query.sku;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockPolicy;

/**
 * The units of one SKU at all locations.
 *
 * @param levels one for each location that has or had units, claims, expected units or a policy; ordered by location id
 * @param movements how many movements the ledger has
 */
public record StockState(List<StockLevel> levels, StockPolicy policy, long movements) {

    static final StockState EMPTY = new StockState(List.of(), StockPolicy.NONE, 0);

    /** One term, summed over all locations. */
    public long sum(ToLongFunction<StockLevel> term) {
        return levels.stream().mapToLong(term).sum();
    }

    /** Units that can still be reserved over all locations, less every safety stock; negative when oversold. */
    public long available() {
        return sum(StockLevel::available) - policy.at(null).safetyStock();
    }

    /** Whether the SKU or one of its locations is at or below its reorder point. */
    boolean needsReorder() {
        return isAtOrBelow(available(), policy.at(null).reorderPoint())
                || levels.stream()
                        .anyMatch(level -> isAtOrBelow(
                                level.available(),
                                policy.at(new LocationId(level.locationId())).reorderPoint()));
    }

    private static boolean isAtOrBelow(long available, @Nullable Long reorderPoint) {
        return reorderPoint != null && available <= reorderPoint;
    }
}
