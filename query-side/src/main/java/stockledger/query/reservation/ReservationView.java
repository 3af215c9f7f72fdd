package stockledger.query.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.query.projection.Happened;

/**
 * A cart's claim as it stands.
 *
 * @param status the word that callers see
 * @param expiresAt null when it was never wholly held
 */
record ReservationView(
        String id,
        String status,
        List<ReservedLine> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference) {

    /** Nobody holds anything under a name that was never held, or never wholly. */
    private static final String RELEASED = "released";

    ReservationView {
        lines = List.copyOf(lines);
    }

    static ReservationView blank(String id) {
        return new ReservationView(id, RELEASED, List.of(), null, null);
    }

    ReservationView on(Happened happened) {
        Object event = happened.event();
        if (event instanceof ReservationHeld held) {
            return new ReservationView(id, "held", held.lines(), held.expiresAt(), held.reference());
        } else if (event instanceof ReservationConfirmed) {
            return with("confirmed");
        } else if (event instanceof ReservationShipped) {
            return with("shipped");
        } else if (event instanceof ReservationExtended extended) {
            return new ReservationView(id, status, lines, extended.expiresAt(), reference);
        } else if (event instanceof ReservationCancelled) {
            return with("cancelled");
        } else if (event instanceof ReservationExpired) {
            return with("expired");
        } else if (event instanceof ReservationReleased || event instanceof ReservationAbandoned) {
            return with(RELEASED);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private ReservationView with(String next) {
        return new ReservationView(id, next, lines, expiresAt, reference);
    }
}
