package stockledger.events.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;

/** The life of one cart's claim on stock. Its stream is {@link ReservationId#stream()}. */
public sealed interface ReservationEvent {

    /** The reservation it happened to. */
    ReservationId id();

    /**
     * Every line of the cart is held.
     *
     * @param lines one per SKU, in the order of the SKUs
     * @param attempt the attempt that holds the lines; what others may hold for the same reservation is not part of it
     * @param expiresAt from when on the hold may be taken back
     * @param reference the caller's own word for the cart
     */
    @JsonTypeName("reservation.ReservationHeld")
    @Revision("1")
    record ReservationHeld(
            ReservationId id,
            String attempt,
            List<ReservedLine> lines,
            Instant expiresAt,
            @Nullable String reference) implements ReservationEvent {}

    /**
     * The shopper gets more time.
     *
     * @param expiresAt from when on the hold may be taken back; later than before
     */
    @JsonTypeName("reservation.ReservationExtended")
    @Revision("1")
    record ReservationExtended(ReservationId id, Instant expiresAt) implements ReservationEvent {}

    /** The shopper bought: the units wait to be shipped and expire no more. */
    @JsonTypeName("reservation.ReservationConfirmed")
    @Revision("1")
    record ReservationConfirmed(ReservationId id) implements ReservationEvent {}

    /** The shopper let go of the cart. */
    @JsonTypeName("reservation.ReservationReleased")
    @Revision("1")
    record ReservationReleased(ReservationId id) implements ReservationEvent {}

    /** The shop or the shopper gave up what was bought and had not left yet. */
    @JsonTypeName("reservation.ReservationCancelled")
    @Revision("1")
    record ReservationCancelled(ReservationId id) implements ReservationEvent {}

    /** The time to confirm was over. */
    @JsonTypeName("reservation.ReservationExpired")
    @Revision("1")
    record ReservationExpired(ReservationId id) implements ReservationEvent {}

    /** It was never wholly held: what was held is taken back, and it can be held no more. */
    @JsonTypeName("reservation.ReservationAbandoned")
    @Revision("1")
    record ReservationAbandoned(ReservationId id) implements ReservationEvent {}

    /**
     * Some of the units leave; the others wait on.
     *
     * @param lines what leaves now, one per SKU
     */
    @JsonTypeName("reservation.ReservationPartlyShipped")
    @Revision("1")
    record ReservationPartlyShipped(ReservationId id, List<LineUnits> lines) implements ReservationEvent {}

    /** Every unit left, or the last of them. */
    @JsonTypeName("reservation.ReservationShipped")
    @Revision("1")
    record ReservationShipped(ReservationId id) implements ReservationEvent {}

    /**
     * Units that had left come back.
     *
     * @param number counts the returns of the reservation, from 1
     * @param reference the return slip, in the words of whoever takes them back
     */
    @JsonTypeName("reservation.ReservationReturned")
    @Revision("1")
    record ReservationReturned(
            ReservationId id,
            int number,
            List<ReturnedLine> lines,
            @Nullable String reference) implements ReservationEvent {}
}
