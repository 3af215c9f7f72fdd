package stockledger.events.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.StockPolicySet;

/**
 * The stock policy of one SKU: of the SKU as a whole, and of single locations. Values that were not set mean no safety
 * stock, no reorder point and no backorder.
 *
 * @param terms one entry for the SKU as a whole and for each location with a policy of its own
 */
public record StockPolicy(List<Terms> terms) {

    public static final StockPolicy NONE = new StockPolicy(List.of());

    /**
     * The policy of one location, or of the SKU as a whole.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units that are never sold
     * @param reorderPoint available units at or below which the stock is low; null for none
     * @param backorderLimit units by which available may go below 0; null for no limit of its own
     */
    public record Terms(
            @Nullable LocationId locationId,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit) {}

    public StockPolicy {
        terms = List.copyOf(terms);
    }

    public StockPolicy after(StockPolicySet event) {
        List<Terms> next = new ArrayList<>(terms);
        next.removeIf(one -> Objects.equals(one.locationId(), event.locationId()));
        next.add(new Terms(event.locationId(), event.safetyStock(), event.reorderPoint(), event.backorderLimit()));
        return new StockPolicy(next);
    }

    /** The policy of a location, or of the SKU as a whole when null; the default policy when none was set. */
    public Terms at(@Nullable LocationId location) {
        for (Terms one : terms) {
            if (Objects.equals(one.locationId(), location)) {
                return one;
            }
        }
        return new Terms(location, 0, null, null);
    }

    /** Units of the SKU that are never sold: the safety stock of the whole and of all locations. */
    public long safetyStock() {
        return terms.stream().mapToLong(Terms::safetyStock).sum();
    }

    /**
     * Units by which available of the SKU may go below 0: the limit of the SKU; without one, the sum of its locations'
     * limits.
     */
    public long backorderLimit() {
        Long own = at(null).backorderLimit();
        return own != null
                ? own
                : terms.stream()
                        .mapToLong(one -> one.backorderLimit() == null ? 0 : one.backorderLimit())
                        .sum();
    }

    /** Units by which available at a location may go below 0: its own limit; without one, that of the SKU. */
    public long backorderLimit(LocationId location) {
        Long own = at(location).backorderLimit();
        Long whole = at(null).backorderLimit();
        return own != null ? own : whole != null ? whole : 0;
    }

    /** The status of a SKU with this many available units, which may be negative. */
    public StockStatus status(long available) {
        if (available > 0) {
            Long reorderPoint = at(null).reorderPoint();
            return reorderPoint != null && available <= reorderPoint ? StockStatus.LOW_STOCK : StockStatus.IN_STOCK;
        }
        return available + backorderLimit() > 0 ? StockStatus.BACKORDER : StockStatus.OUT_OF_STOCK;
    }
}
