package stockledger.query.reservation;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
import stockledger.query.projection.ProjectedEvent;

/**
 * The state of a reservation.
 *
 * @param status as sent to clients
 * @param expiresAt when the hold expires or has expired; null when nothing expires
 * @param endedAt time of the last event of a reservation that claims nothing any more; null while it does
 */
record ReservationView(
        String id,
        String status,
        List<LineView> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        @Nullable Instant endedAt) {

    /** Also the status of a reservation that was never held completely: it holds nothing. */
    private static final String RELEASED = "released";

    /** In these a reservation claims nothing. Only a return can follow, or a new attempt under the same id. */
    static final List<String> ENDED = List.of(RELEASED, "shipped", "cancelled", "expired");

    ReservationView {
        lines = List.copyOf(lines);
    }

    static ReservationView empty(String id) {
        return new ReservationView(id, RELEASED, List.of(), null, null, null);
    }

    ReservationView on(ProjectedEvent event) {
        ReservationView next = after(event);
        return next.withEnd(ENDED.contains(next.status()) ? event.at() : null);
    }

    private ReservationView after(ProjectedEvent event) {
        Object payload = event.payload();
        if (payload instanceof ReservationHeld held) {
            List<LineView> heldLines = held.lines().stream().map(LineView::of).toList();
            return new ReservationView(id, "held", heldLines, held.expiresAt(), held.reference(), null);
        } else if (payload instanceof ReservationLinesReplaced replaced) {
            List<LineView> newLines =
                    replaced.lines().stream().map(LineView::of).toList();
            return new ReservationView(id, status, newLines, expiresAt, reference, endedAt);
        } else if (payload instanceof ReservationConfirmed) {
            return withStatus("confirmed").withoutExpiry();
        } else if (payload instanceof ReservationPartlyShipped part) {
            return withLines(line -> line.shipped(part.lines()));
        } else if (payload instanceof ReservationShipped) {
            return withLines(LineView::allShipped).withStatus("shipped");
        } else if (payload instanceof ReservationReturned returned) {
            return withLines(line -> line.returned(returned.lines()));
        } else if (payload instanceof ReservationExtended extended) {
            return new ReservationView(id, status, lines, extended.expiresAt(), reference, endedAt);
        } else if (payload instanceof ReservationCancelled) {
            return withStatus("cancelled");
        } else if (payload instanceof ReservationExpired) {
            return withStatus("expired");
        } else if (payload instanceof ReservationReleased) {
            return withStatus(RELEASED).withoutExpiry();
        } else if (payload instanceof ReservationAbandoned) {
            return withStatus(RELEASED);
        } else if (payload instanceof ReservationChangeAbandoned) {
            return this;
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    private ReservationView withLines(UnaryOperator<LineView> change) {
        return new ReservationView(id, status, lines.stream().map(change).toList(), expiresAt, reference, endedAt);
    }

    private ReservationView withStatus(String next) {
        return new ReservationView(id, next, lines, expiresAt, reference, endedAt);
    }

    private ReservationView withoutExpiry() {
        return new ReservationView(id, status, lines, null, reference, endedAt);
    }

    private ReservationView withEnd(@Nullable Instant end) {
        return new ReservationView(id, status, lines, expiresAt, reference, end);
    }
}
