package stockledger.command.stock;

import java.util.List;
import stockledger.events.Allocation;

/**
 * The units of the SKU that one reservation claims.
 *
 * @param attempt the attempt that held them
 * @param allocations the claimed units by location; they ship in this order
 * @param allocated false while only held
 * @param shipped units shipped so far
 */
record Claim(String attempt, List<Allocation> allocations, boolean allocated, long shipped) {

    static Claim held(String attempt, List<Allocation> allocations) {
        return new Claim(attempt, allocations, false, 0);
    }

    Claim confirmed() {
        return new Claim(attempt, allocations, true, shipped);
    }

    Claim shipped(long units) {
        return new Claim(attempt, allocations, allocated, shipped + units);
    }

    /** The units of the next shipment, so that this many have shipped in total. */
    List<Allocation> leavingUpTo(long units) {
        return Allocation.slice(allocations, shipped, units);
    }

    /** The units not yet shipped. */
    List<Allocation> rest() {
        return leavingUpTo(Long.MAX_VALUE);
    }
}
