package stockledger.command.stock;

import java.time.LocalDate;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.IncomingAnnounced;

/**
 * An announced delivery.
 *
 * @param announced units announced
 * @param expected units still expected; 0 when all arrived or the rest was cancelled
 * @param cancelled units no longer expected
 */
record Delivery(
        IncomingId id, LocationId locationId, long announced, long expected, long cancelled, LocalDate expectedOn) {

    static Delivery of(IncomingAnnounced event) {
        return new Delivery(
                event.incomingId(), event.locationId(), event.quantity(), event.quantity(), 0, event.expectedOn());
    }

    /** Whether the command would announce this same delivery. */
    boolean matches(AnnounceIncoming command) {
        return locationId.equals(command.locationId())
                && announced == command.quantity()
                && expectedOn.equals(command.expectedOn());
    }

    Delivery withArrived(long units) {
        return new Delivery(id, locationId, announced, expected - units, cancelled, expectedOn);
    }

    Delivery withCancelled(long units) {
        return new Delivery(id, locationId, announced, expected - units, cancelled + units, expectedOn);
    }
}
