package stockledger.command.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservedLine;

/**
 * One SKU of a reservation as it stands.
 *
 * @param quantity units claimed, the sum of the allocations
 * @param allocations where they were claimed; units leave in this order, and come back in it
 * @param shipped how many of them have left
 * @param returned how many of those came back
 */
record CartLine(Sku sku, long quantity, List<Allocation> allocations, long shipped, long returned) {

    static CartLine of(ReservedLine line) {
        return new CartLine(line.sku(), line.quantity(), line.allocations(), 0, 0);
    }

    long left() {
        return quantity - shipped;
    }

    long returnable() {
        return shipped - returned;
    }

    CartLine shipped(long units) {
        return new CartLine(sku, quantity, allocations, shipped + units, returned);
    }

    CartLine returned(long units) {
        return new CartLine(sku, quantity, allocations, shipped, returned + units);
    }

    /** Where the next units that come back had left from. */
    List<Allocation> cameFrom(long units) {
        return Allocation.slice(allocations, returned, returned + units);
    }
}
