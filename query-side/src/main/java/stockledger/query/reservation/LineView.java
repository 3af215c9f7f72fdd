package stockledger.query.reservation;

import java.util.List;
import stockledger.events.Allocation;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;

/**
 * One SKU of a cart.
 *
 * @param shipped how many of its units have left
 * @param returned how many of those came back
 */
record LineView(String sku, long quantity, List<Allocation> allocations, long shipped, long returned) {

    static LineView of(ReservedLine line) {
        return new LineView(line.sku().value(), line.quantity(), line.allocations(), 0, 0);
    }

    /** All of it has left. */
    LineView allShipped() {
        return new LineView(sku, quantity, allocations, quantity, returned);
    }

    LineView shipped(List<LineUnits> parts) {
        long units = parts.stream()
                .filter(part -> part.sku().value().equals(sku))
                .mapToLong(LineUnits::quantity)
                .sum();
        return new LineView(sku, quantity, allocations, shipped + units, returned);
    }

    LineView returned(List<ReturnedLine> backs) {
        long units = backs.stream()
                .filter(back -> back.sku().value().equals(sku))
                .mapToLong(back -> Allocation.units(back.allocations()))
                .sum();
        return new LineView(sku, quantity, allocations, shipped, returned + units);
    }
}
