package stockledger.events.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.Sku;

/**
 * The units of one SKU in a reservation.
 *
 * @param quantity units, the sum of the allocations
 * @param allocations the locations of the units
 */
public record ReservedLine(Sku sku, long quantity, List<Allocation> allocations) {}
