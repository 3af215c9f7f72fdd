package stockledger.query.reservation;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
import stockledger.query.projection.ProjectedEvent;

/**
 * A cart's claim as it stands.
 *
 * @param status the word that callers see
 * @param expiresAt null when it was never wholly held
 */
record ReservationView(
        String id,
        String status,
        List<LineView> lines,
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

    ReservationView on(ProjectedEvent happened) {
        Object event = happened.event();
        if (event instanceof ReservationHeld held) {
            List<LineView> claimed = held.lines().stream().map(LineView::of).toList();
            return new ReservationView(id, "held", claimed, held.expiresAt(), held.reference());
        } else if (event instanceof ReservationConfirmed) {
            return with("confirmed");
        } else if (event instanceof ReservationPartlyShipped part) {
            return changed(line -> line.shipped(part.lines()));
        } else if (event instanceof ReservationShipped) {
            return changed(LineView::allShipped).with("shipped");
        } else if (event instanceof ReservationReturned back) {
            return changed(line -> line.returned(back.lines()));
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

    private ReservationView changed(UnaryOperator<LineView> change) {
        return new ReservationView(id, status, lines.stream().map(change).toList(), expiresAt, reference);
    }

    private ReservationView with(String next) {
        return new ReservationView(id, next, lines, expiresAt, reference);
    }
}
