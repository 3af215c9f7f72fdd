package stockledger.command.reservation;

import java.util.List;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.ReduceHold;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.events.Allocation;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;

/**
 * What the latest replacement of the lines gave up, for the stock to follow. Its members are part of stored snapshots.
 *
 * @param removed lines that are no longer part of the reservation
 * @param reduced SKUs of lines that gave up some of their units
 */
record LineReplacement(List<Removed> removed, List<Sku> reduced) {

    /**
     * A removed line.
     *
     * @param attempt the attempt that held its units
     */
    record Removed(Sku sku, String attempt) {}

    static LineReplacement of(Cart before, Cart after) {
        List<Removed> removed = before.lines().stream()
                .filter(line -> after.find(line.sku()) == null)
                .map(line -> new Removed(line.sku(), line.attempt()))
                .toList();
        List<Sku> reduced = before.lines().stream()
                .filter(line -> {
                    CartLine now = after.find(line.sku());
                    return now != null
                            && !Allocation.minus(line.allocations(), now.allocations())
                                    .isEmpty();
                })
                .map(CartLine::sku)
                .toList();
        return new LineReplacement(removed, reduced);
    }

    /** The release of a removed line. */
    static ReleaseUnits release(ReservationId id, Removed line) {
        return new ReleaseUnits(line.sku(), id, line.attempt(), ReleaseCause.RELEASED);
    }

    /** The release of the units of a line that its reservation has not recorded. */
    static ReduceHold reduce(ReservationState state, CartLine line) {
        return new ReduceHold(
                line.sku(), state.id(), line.attempt(), new Recorded(state.version(), line.allocations()));
    }
}
