package stockledger.events.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;
import stockledger.events.stock.LocationChoice;

/** Events of a reservation, in the stream {@link ReservationId#stream()}. */
public sealed interface ReservationEvent {

    ReservationId id();

    /**
     * Every line of the cart is held.
     *
     * @param lines one per SKU, sorted by SKU
     * @param attempt the attempt that holds the lines; units held by other attempts for the same reservation do not
     *     belong to it
     * @param expiresAt earliest time at which the hold may expire
     * @param reference the caller's own reference for the cart
     * @param ttlSeconds the time from the request to its expiry, in seconds; null in revision 1, which did not store it
     * @param policy how locations were chosen for units without a named one; null in revision 1, which did not store it
     */
    @JsonTypeName("reservation.ReservationHeld")
    @Revision("2")
    record ReservationHeld(
            ReservationId id,
            String attempt,
            List<ReservedLine> lines,
            Instant expiresAt,
            @Nullable String reference,
            @Nullable Long ttlSeconds,
            @Nullable LocationChoice policy)
            implements ReservationEvent {

        /** A hold without the request's members that revision 1 did not store. */
        public ReservationHeld(
                ReservationId id,
                String attempt,
                List<ReservedLine> lines,
                Instant expiresAt,
                @Nullable String reference) {
            this(id, attempt, lines, expiresAt, reference, null, null);
        }
    }

    /**
     * The lines of the held reservation were replaced. Its expiry stays.
     *
     * @param attempt the attempt that held the additional units
     * @param lines all lines from now on, one per SKU, sorted by SKU
     */
    @JsonTypeName("reservation.ReservationLinesReplaced")
    @Revision("1")
    record ReservationLinesReplaced(ReservationId id, String attempt, List<ReservedLine> lines)
            implements ReservationEvent {}

    /**
     * An attempt to replace the lines, or to hold the units of an expired reservation again, was abandoned: it can no longer
     * be recorded, and its units are released. The reservation is as before.
     */
    @JsonTypeName("reservation.ReservationChangeAbandoned")
    @Revision("1")
    record ReservationChangeAbandoned(ReservationId id) implements ReservationEvent {}

    /**
     * The expiry was postponed.
     *
     * @param expiresAt earliest time at which the hold may expire; later than before
     */
    @JsonTypeName("reservation.ReservationExtended")
    @Revision("1")
    record ReservationExtended(ReservationId id, Instant expiresAt) implements ReservationEvent {}

    /** The reservation was confirmed: its units are allocated and no longer expire. */
    @JsonTypeName("reservation.ReservationConfirmed")
    @Revision("1")
    record ReservationConfirmed(ReservationId id) implements ReservationEvent {}

    /** The reservation was released before it was confirmed. */
    @JsonTypeName("reservation.ReservationReleased")
    @Revision("1")
    record ReservationReleased(ReservationId id) implements ReservationEvent {}

    /** The confirmed reservation was cancelled: units not shipped yet are released. */
    @JsonTypeName("reservation.ReservationCancelled")
    @Revision("1")
    record ReservationCancelled(ReservationId id) implements ReservationEvent {}

    /** The reservation expired before it was confirmed. */
    @JsonTypeName("reservation.ReservationExpired")
    @Revision("1")
    record ReservationExpired(ReservationId id) implements ReservationEvent {}

    /** An attempt to hold all lines was abandoned and its units are released. A new attempt may hold the same id. */
    @JsonTypeName("reservation.ReservationAbandoned")
    @Revision("1")
    record ReservationAbandoned(ReservationId id) implements ReservationEvent {}

    /**
     * Some of the units were shipped; the others stay allocated.
     *
     * @param lines units shipped now, one line per SKU
     */
    @JsonTypeName("reservation.ReservationPartlyShipped")
    @Revision("1")
    record ReservationPartlyShipped(ReservationId id, List<LineUnits> lines) implements ReservationEvent {}

    /** All units, or all remaining ones, were shipped. */
    @JsonTypeName("reservation.ReservationShipped")
    @Revision("1")
    record ReservationShipped(ReservationId id) implements ReservationEvent {}

    /**
     * Shipped units were returned.
     *
     * @param number numbers the returns of the reservation, from 1
     * @param reference return slip, as the caller gave it
     */
    @JsonTypeName("reservation.ReservationReturned")
    @Revision("1")
    record ReservationReturned(
            ReservationId id,
            int number,
            List<ReturnedLine> lines,
            @Nullable String reference) implements ReservationEvent {}
}
