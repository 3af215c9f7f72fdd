package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.StockPolicySet;

/**
 * The stock policy of one SKU: of the SKU as a whole, and of single locations. Values that were not set mean no safety
 * stock, no reorder point and no backorder.
 *
 * <p>Stored as its terms; the sums and the map are derived once, since each change of stock asks for them and a SKU can
 * have thousands of locations with a policy.
 */
public final class StockPolicy {

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

    @JsonProperty
    private final List<Terms> terms;

    private final transient Map<LocationId, Terms> byLocation = new HashMap<>();
    private final transient Terms whole;
    private final transient long safetyStock;
    private final transient long backorderLimit;

    /** @param terms one entry for the SKU as a whole and for each location with a policy of its own */
    @JsonCreator
    public StockPolicy(@JsonProperty("terms") List<Terms> terms) {
        this.terms = List.copyOf(terms);
        Terms ofWhole = new Terms(null, 0, null, null);
        long safe = 0;
        long behind = 0;
        for (Terms one : terms) {
            LocationId location = one.locationId();
            if (location == null) {
                ofWhole = one;
            } else {
                byLocation.put(location, one);
            }
            safe += one.safetyStock();
            behind += one.backorderLimit() == null ? 0 : one.backorderLimit();
        }
        whole = ofWhole;
        safetyStock = safe;
        Long own = ofWhole.backorderLimit();
        backorderLimit = own != null ? own : behind;
    }

    public List<Terms> terms() {
        return terms;
    }

    public StockPolicy after(StockPolicySet event) {
        List<Terms> next = new ArrayList<>(terms);
        next.removeIf(one -> Objects.equals(one.locationId(), event.locationId()));
        next.add(new Terms(event.locationId(), event.safetyStock(), event.reorderPoint(), event.backorderLimit()));
        return new StockPolicy(next);
    }

    /** The policy of a location, or of the SKU as a whole when null; the default policy when none was set. */
    public Terms at(@Nullable LocationId location) {
        Terms own = location == null ? whole : byLocation.get(location);
        return own == null ? new Terms(location, 0, null, null) : own;
    }

    /** Whether no location has a policy of its own. */
    public boolean isOfWholeOnly() {
        return byLocation.isEmpty();
    }

    /** Units at a location that are never sold. */
    public long safetyStock(LocationId location) {
        Terms own = byLocation.get(location);
        return own == null ? 0 : own.safetyStock();
    }

    /** Units of the SKU that are never sold: the safety stock of the whole and of all locations. */
    public long safetyStock() {
        return safetyStock;
    }

    /**
     * Units by which available of the SKU may go below 0: the limit of the SKU; without one, the sum of its locations'
     * limits.
     */
    public long backorderLimit() {
        return backorderLimit;
    }

    /** Units by which available at a location may go below 0: its own limit; without one, that of the SKU. */
    public long backorderLimit(LocationId location) {
        Terms terms = byLocation.get(location);
        Long own = terms == null ? null : terms.backorderLimit();
        Long ofWhole = whole.backorderLimit();
        return own != null ? own : ofWhole != null ? ofWhole : 0;
    }

    /** The status of a SKU with this many available units, which may be negative. */
    public StockStatus status(long available) {
        if (available > 0) {
            Long reorderPoint = at(null).reorderPoint();
            return reorderPoint != null && available <= reorderPoint ? StockStatus.LOW_STOCK : StockStatus.IN_STOCK;
        }
        return available + backorderLimit() > 0 ? StockStatus.BACKORDER : StockStatus.OUT_OF_STOCK;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StockPolicy policy && terms.equals(policy.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    @Override
    public String toString() {
        return "StockPolicy" + terms;
    }
}
