package stockledger.events.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;

/**
 * Returned units of one SKU.
 *
 * @param allocations the locations that receive the units
 * @param stockVersion sequence number of the SKU's last stock event when the return was decided; the resulting stock
 *     events come after it
 */
public record ReturnedLine(Sku sku, List<Allocation> allocations, ReturnCondition condition, long stockVersion) {}
