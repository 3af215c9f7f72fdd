package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;

/** What may be asked of a reservation. Time comes with the command. */
public sealed interface ReservationCommand {

    /** The reservation that decides. */
    ReservationId id();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /**
     * Every line is held by now: the reservation begins.
     *
     * @param abandonments how often it had been abandoned when this attempt began; another number means that the attempt
     *     was given up meanwhile, and its lines are released
     * @param attempt who holds the lines
     */
    record RecordHold(
            ReservationId id,
            int abandonments,
            String attempt,
            List<ReservedLine> lines,
            Instant expiresAt,
            @Nullable String reference)
            implements ReservationCommand {}

    /** The shopper bought. */
    record ConfirmReservation(ReservationId id, Instant now) implements ReservationCommand {}

    /** The shopper let go. */
    record ReleaseReservation(ReservationId id) implements ReservationCommand {}

    /**
     * Units leave.
     *
     * @param parts what leaves now, one per SKU; empty for all that is left
     */
    record ShipReservation(ReservationId id, List<LineUnits> parts) implements ReservationCommand {

        /** All that is left leaves. */
        ShipReservation(ReservationId id) {
            this(id, List.of());
        }
    }

    /**
     * Units of one SKU that come back.
     *
     * @param locationId where they come to; null for where they left from
     * @param stockVersion last event of the SKU's stock before it is decided
     */
    record Back(Sku sku, long quantity, @Nullable LocationId locationId, ReturnCondition condition, long stockVersion) {

        Back seenAt(long version) {
            return new Back(sku, quantity, locationId, condition, version);
        }
    }

    /**
     * Units that had left come back.
     *
     * @param reference the return slip, in the words of whoever takes them back
     */
    record ReturnUnits(
            ReservationId id, List<Back> backs, @Nullable String reference) implements ReservationCommand {}

    /** The shopper needs more time; what would end the hold sooner changes nothing. */
    record ExtendReservation(ReservationId id, Instant now, Instant expiresAt) implements ReservationCommand {}

    /** What was bought and has not left is given up; what is merely held is let go. */
    record CancelReservation(ReservationId id) implements ReservationCommand {}

    /** Takes back a hold whose time is over; anything else stays as it is. */
    record ExpireReservation(ReservationId id, Instant now) implements ReservationCommand {}

    /** Gives up an attempt that nobody finished; a reservation that was held stays as it is. */
    record AbandonReservation(ReservationId id) implements ReservationCommand {}

    /** Asks how it stands. */
    record ExplainReservation(ReservationId id) implements ReservationCommand {}
}
