package stockledger.events.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;

/**
 * Units of one SKU that come back.
 *
 * @param allocations where they come to
 * @param stockVersion last event of the SKU's stock before the return was decided: what follows it is told after that
 */
public record ReturnedLine(Sku sku, List<Allocation> allocations, ReturnCondition condition, long stockVersion) {}
