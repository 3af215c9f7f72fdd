package stockledger.events.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.StockPolicySet;

/**
 * What the shop wants of one SKU's stock: of all of it, and of single locations. Values only; what is not said is no
 * buffer, no line and no backorder.
 *
 * @param terms one for each place that has its own
 */
public record StockPolicy(List<Terms> terms) {

    public static final StockPolicy NONE = new StockPolicy(List.of());

    /**
     * What is wanted of one place.
     *
     * @param locationId null for the SKU as a whole
     * @param safetyStock units that are never promised there
     * @param reorderPoint units available at or below which it is low; null for no such line
     * @param backorderLimit units by which available may go below 0; null when the place has no limit of its own
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

    /** What is wanted of a location, or of the whole when null; nothing when nothing was said. */
    public Terms at(@Nullable LocationId location) {
        for (Terms one : terms) {
            if (Objects.equals(one.locationId(), location)) {
                return one;
            }
        }
        return new Terms(location, 0, null, null);
    }

    /** Units of the SKU that are never promised: the buffer of the whole and those of all locations. */
    public long safetyStock() {
        return terms.stream().mapToLong(Terms::safetyStock).sum();
    }

    /**
     * How far what is available of the SKU may go below 0: its own limit; without one, what its locations allow
     * together.
     */
    public long backorderLimit() {
        Long own = at(null).backorderLimit();
        return own != null
                ? own
                : terms.stream()
                        .mapToLong(one -> one.backorderLimit() == null ? 0 : one.backorderLimit())
                        .sum();
    }

    /** How far what is available at a location may go below 0: its own limit; without one, that of the SKU. */
    public long backorderLimit(LocationId location) {
        Long own = at(location).backorderLimit();
        Long whole = at(null).backorderLimit();
        return own != null ? own : whole != null ? whole : 0;
    }

    /** The word for a SKU of which so many units are available, signed. */
    public StockStatus status(long available) {
        if (available > 0) {
            Long line = at(null).reorderPoint();
            return line != null && available <= line ? StockStatus.LOW_STOCK : StockStatus.IN_STOCK;
        }
        return available + backorderLimit() > 0 ? StockStatus.BACKORDER : StockStatus.OUT_OF_STOCK;
    }
}
