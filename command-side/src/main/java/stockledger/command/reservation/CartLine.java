package stockledger.command.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservedLine;

/**
 * One SKU of a reservation. Its members are part of stored snapshots.
 *
 * @param quantity units claimed, the sum of the allocations
 * @param allocations the claimed units by location; they ship and return in this order
 * @param shipped units shipped
 * @param returned shipped units that were returned
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

    /** The locations that the next returned units were shipped from. */
    List<Allocation> origin(long units) {
        return Allocation.slice(allocations, returned, returned + units);
    }
}
