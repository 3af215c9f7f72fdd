package stockledger.command.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.events.Allocation;

/**
 * The units of the SKU that one reservation claims. Its members are part of stored snapshots.
 *
 * @param attempt the attempt that held the first of them
 * @param allocations the claimed units by location; they ship in this order
 * @param allocated false while only held
 * @param shipped units shipped so far
 * @param version the newest version of the reservation that the claim has followed or an addition replaces; -1 for none
 * @param addition the units of the latest attempt to replace the lines; null when there was none since the claim was reduced
 */
record Claim(
        String attempt,
        List<Allocation> allocations,
        boolean allocated,
        long shipped,
        long version,
        @Nullable Addition addition) {

    /**
     * Units that an attempt to replace the lines of the reservation has added. They are part of the claim's allocations.
     *
     * @param attempt the attempt to replace the lines
     */
    record Addition(String attempt, List<Allocation> allocations) {}

    static Claim held(String attempt, List<Allocation> allocations) {
        return new Claim(attempt, allocations, false, 0, -1, null);
    }

    Claim confirmed() {
        return new Claim(attempt, allocations, true, shipped, version, null);
    }

    Claim shipped(long units) {
        return new Claim(attempt, allocations, allocated, shipped + units, version, addition);
    }

    /** The claim with more units. Units of an earlier addition belong to it now: otherwise they were released before. */
    Claim increased(String by, List<Allocation> added, long reservationVersion) {
        return new Claim(
                attempt,
                Allocation.plus(allocations, added),
                allocated,
                shipped,
                reservationVersion,
                new Addition(by, added));
    }

    Claim reduced(List<Allocation> released, long reservationVersion) {
        return new Claim(
                attempt,
                Allocation.minus(allocations, released),
                allocated,
                shipped,
                Math.max(version, reservationVersion),
                null);
    }

    /**
     * The units that the reservation has not recorded. An addition to the recorded version is in progress and stays; a version
     * that is older than a known one says nothing.
     */
    List<Allocation> beyond(Recorded recorded) {
        boolean inProgress = addition != null && version == recorded.version();
        return inProgress || version > recorded.version()
                ? List.of()
                : Allocation.minus(allocations, recorded.allocations());
    }

    /** The units that an attempt to replace the lines has added; null when it has added none. */
    @Nullable
    List<Allocation> addedBy(String replacement) {
        return addition != null && addition.attempt().equals(replacement) ? addition.allocations() : null;
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
