package stockledger.command.reservation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;

/** How a reservation stands. */
enum ReservationStatus {
    HELD,
    CONFIRMED,
    SHIPPED,
    RELEASED,
    EXPIRED,
    /** Given up after it was confirmed. */
    CANCELLED,
    /** Never wholly held; another attempt may hold it. */
    ABANDONED;

    /** The word that callers see; to them, what was never wholly held is free again like what was released. */
    String word() {
        return (this == ABANDONED ? RELEASED : this).name().toLowerCase(Locale.ROOT);
    }

    /**
     * What an event of a reservation makes of it.
     *
     * @param before how it stood as far as is known; null when nothing is
     */
    static ReservationStatus after(ReservationEvent event, @Nullable ReservationStatus before) {
        if (event instanceof ReservationHeld || event instanceof ReservationExtended) {
            return HELD;
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
            // A cart of which nothing more is known is one that is over: its units had left.
            return before == null ? SHIPPED : before;
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }
}
