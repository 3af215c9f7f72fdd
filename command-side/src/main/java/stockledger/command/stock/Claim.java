package stockledger.command.stock;

import java.util.List;
import stockledger.events.Allocation;

/**
 * What one reservation claims of the SKU.
 *
 * @param attempt who held it
 * @param allocations where it was claimed; units leave in this order
 * @param allocated false while it is only held
 * @param shipped how many units have left
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

    /** What leaves next, until so many have left in all. */
    List<Allocation> leavingUpTo(long units) {
        return Allocation.slice(allocations, shipped, units);
    }

    /** What has not left. */
    List<Allocation> rest() {
        return leavingUpTo(Long.MAX_VALUE);
    }
}
