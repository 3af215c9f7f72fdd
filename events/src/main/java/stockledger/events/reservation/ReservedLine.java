package stockledger.events.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.Sku;

/**
 * The units of one SKU in a reservation.
 *
 * @param quantity units, the sum of the allocations
 * @param allocations the locations of the units
 * @param named the units whose location the caller named, one allocation per location, sorted by location; null for none
 * @param attempt the attempt that held the first units of the line; null for the attempt of the event
 */
public record ReservedLine(
        Sku sku,
        long quantity,
        List<Allocation> allocations,
        @Nullable List<Allocation> named,
        @Nullable String attempt) {

    /** A line without named locations. */
    public ReservedLine(Sku sku, long quantity, List<Allocation> allocations) {
        this(sku, quantity, allocations, null, null);
    }
}
