package stockledger.query.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;

/**
 * One line of a reservation.
 *
 * @param shipped units shipped
 * @param returned units returned
 */
record LineView(String sku, long quantity, List<Allocation> allocations, long shipped, long returned) {

    static LineView of(ReservedLine line) {
        return new LineView(line.sku().value(), line.quantity(), line.allocations(), 0, 0);
    }

    LineView allShipped() {
        return new LineView(sku, quantity, allocations, quantity, returned);
    }

    LineView shipped(List<LineUnits> lines) {
        long delta = lines.stream()
                .filter(line -> line.sku().value().equals(sku))
                .mapToLong(LineUnits::quantity)
                .sum();
        return new LineView(sku, quantity, allocations, shipped + delta, returned);
    }

    LineView returned(List<ReturnedLine> lines) {
        long delta = lines.stream()
                .filter(line -> line.sku().value().equals(sku))
                .mapToLong(back -> Allocation.units(back.allocations()))
                .sum();
        return new LineView(sku, quantity, allocations, shipped, returned + delta);
    }
}
