package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.HoldMoreUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservedLine;

/**
 * Units of one SKU that an attempt is to hold.
 *
 * @param line the line that it is part of
 * @param missing the units to hold; none when the line keeps all of its units
 * @param kept units of the line that its reservation holds already
 * @param command holds the missing units
 */
record LineHold(RequestedLine line, List<UnitRequest> missing, List<Allocation> kept, StockCommand command) {

    /** A line of which nothing is held. */
    static LineHold of(RequestedLine line, ReservationId id, String attempt, Instant expiresAt) {
        HoldUnits command = new HoldUnits(line.sku(), id, attempt, line.requests(), line.selection(), expiresAt);
        return new LineHold(line, line.requests(), List.of(), command);
    }

    /** What replaces a held line. */
    static LineHold more(
            RequestedLine line, CartLine held, ReservationState before, String replacement, Instant expiresAt) {
        List<Allocation> kept = line.kept(held.allocations());
        List<UnitRequest> missing = line.beyond(kept);
        HoldMoreUnits command = new HoldMoreUnits(
                line.sku(),
                before.id(),
                held.attempt(),
                replacement,
                new Recorded(before.version(), held.allocations()),
                missing,
                line.selection(),
                expiresAt);
        return new LineHold(line, missing, kept, command);
    }

    Sku sku() {
        return line.sku();
    }

    /** Answers as {@link #command} would, and holds nothing. */
    AssessUnits assessment() {
        return new AssessUnits(line.sku(), missing, line.selection(), command);
    }

    /** The line once the missing units are held. */
    ReservedLine held(List<Allocation> added) {
        List<Allocation> all = kept.isEmpty() ? added : Allocation.plus(kept, added);
        return new ReservedLine(line.sku(), line.quantity(), all, line.named(), null);
    }

    /** A shortage of the missing units as one of the line: the kept units are available to it. */
    Shortage ofLine(Shortage missingUnits) {
        LocationId location = missingUnits.locationId();
        long units = kept.stream()
                .filter(one -> location == null || one.locationId().equals(location))
                .mapToLong(Allocation::quantity)
                .sum();
        return new Shortage(
                missingUnits.sku(), location, missingUnits.requested() + units, missingUnits.available() + units);
    }
}
