package stockledger.events.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.Sku;

/**
 * What a reservation claims of one SKU.
 *
 * @param quantity units, the sum of the allocations
 * @param allocations where the units were claimed
 */
public record ReservedLine(Sku sku, long quantity, List<Allocation> allocations) {}
