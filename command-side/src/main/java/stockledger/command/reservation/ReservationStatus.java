package stockledger.command.reservation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;

/** The status of a reservation. Names are part of stored snapshots and recovery records. */
public enum ReservationStatus {
    HELD,
    CONFIRMED,
    SHIPPED,
    RELEASED,
    EXPIRED,
    /** Cancelled after it was confirmed. */
    CANCELLED,
    /** No attempt has held it whole; another attempt can. */
    ABANDONED;

    /** The status in answers; an abandoned reservation is shown as released. */
    String publicName() {
        return (this == ABANDONED ? RELEASED : this).name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status after an event.
     *
     * @param before the status before; null when unknown
     */
    public static ReservationStatus after(ReservationEvent event, @Nullable ReservationStatus before) {
        if (event instanceof ReservationHeld
                || event instanceof ReservationExtended
                || event instanceof ReservationLinesReplaced) {
            return HELD;
        } else if (event instanceof ReservationChangeAbandoned) {
            // Only held and expired reservations are changed; the recovery record of an expired one may be deleted.
            return before == null ? EXPIRED : before;
        } else if (event instanceof ReservationConfirmed || event instanceof ReservationPartlyShipped) {
            return CONFIRMED;
        } else if (event instanceof ReservationReleased) {
            return RELEASED;
        } else if (event instanceof ReservationCancelled) {
            return CANCELLED;
        } else if (event instanceof ReservationExpired) {
            return EXPIRED;
        } else if (event instanceof ReservationShipped) {
            return SHIPPED;
        } else if (event instanceof ReservationAbandoned) {
            return ABANDONED;
        } else if (event instanceof ReservationReturned) {
            // Returns need shipped units; the recovery record of a shipped reservation may be deleted.
            return before == null ? SHIPPED : before;
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }
}
