package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.UnitRequest;
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
 * @param named the units whose location the caller named; null for none
 * @param attempt the attempt that held the first units of the line
 */
public record CartLine(
        Sku sku,
        long quantity,
        List<Allocation> allocations,
        long shipped,
        long returned,
        @Nullable List<Allocation> named,
        String attempt) {

    /**
     * A line of a recorded event.
     *
     * @param attempt of the event
     */
    static CartLine of(ReservedLine line, String attempt) {
        return new CartLine(
                line.sku(),
                line.quantity(),
                line.allocations(),
                0,
                0,
                line.named(),
                line.attempt() == null ? attempt : line.attempt());
    }

    long left() {
        return quantity - shipped;
    }

    long returnable() {
        return shipped - returned;
    }

    CartLine shipped(long units) {
        return new CartLine(sku, quantity, allocations, shipped + units, returned, named, attempt);
    }

    CartLine returned(long units) {
        return new CartLine(sku, quantity, allocations, shipped, returned + units, named, attempt);
    }

    /** The locations that the next returned units were shipped from. */
    List<Allocation> origin(long units) {
        return Allocation.slice(allocations, returned, returned + units);
    }

    /** The units as they were requested. */
    List<UnitRequest> requests() {
        List<Allocation> given = named == null ? List.of() : named;
        List<UnitRequest> requests = new ArrayList<>();
        given.forEach(one -> requests.add(new UnitRequest(one.locationId(), one.quantity())));
        long anywhere = quantity - Allocation.units(given);
        if (anywhere > 0) {
            requests.add(new UnitRequest(null, anywhere));
        }
        return requests;
    }
}
