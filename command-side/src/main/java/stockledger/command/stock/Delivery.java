package stockledger.command.stock;

import java.time.LocalDate;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.stock.StockEvent.IncomingAnnounced;

/**
 * A delivery that was announced.
 *
 * @param announced units, as they were announced
 * @param expected units still expected; 0 once all came or the rest was cancelled
 * @param cancelled units that will not come
 */
record Delivery(
        IncomingId id, LocationId locationId, long announced, long expected, long cancelled, LocalDate expectedOn) {

    static Delivery of(IncomingAnnounced event) {
        return new Delivery(
                event.incomingId(), event.locationId(), event.quantity(), event.quantity(), 0, event.expectedOn());
    }

    /** Whether it is the one that a command announces. */
    boolean isOf(AnnounceIncoming command) {
        return locationId.equals(command.locationId())
                && announced == command.quantity()
                && expectedOn.equals(command.expectedOn());
    }

    Delivery arrived(long units) {
        return new Delivery(id, locationId, announced, expected - units, cancelled, expectedOn);
    }

    Delivery cancelled(long units) {
        return new Delivery(id, locationId, announced, expected - units, cancelled + units, expectedOn);
    }
}
