package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.LocationChoice;

/** The commands of a reservation. The current time is part of a command. */
public sealed interface ReservationCommand {

    /** The reservation that decides the command. */
    ReservationId id();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /**
     * Records that every line is held.
     *
     * @param abandonments the number of abandoned attempts when this attempt began; a different number now means that
     *     recovery has abandoned this attempt and releases its lines
     * @param attempt the attempt that holds the lines
     * @param ttlSeconds the time from the request to its expiry, in seconds; null when not known
     * @param policy how locations were chosen; null when not known
     */
    record RecordHold(
            ReservationId id,
            int abandonments,
            String attempt,
            List<ReservedLine> lines,
            Instant expiresAt,
            @Nullable String reference,
            @Nullable Long ttlSeconds,
            @Nullable LocationChoice policy)
            implements ReservationCommand {

        ReservationHeld event() {
            return new ReservationHeld(id, attempt, lines, expiresAt, reference, ttlSeconds, policy);
        }
    }

    /**
     * Answers a request that may have held the reservation before: with the first answer while it is held and the request
     * is the same, with the state when no attempt has held it.
     */
    record RepeatHold(
            ReservationId id,
            List<RequestedLine> lines,
            @Nullable Long ttlSeconds,
            LocationChoice policy,
            @Nullable String reference,
            Instant now)
            implements ReservationCommand {}

    /**
     * Confirms a held reservation.
     *
     * @param rehold how locations are chosen when the reservation has expired and its units are held again; null when an
     *     expired one is refused
     */
    @JsonTypeName("reservation.ConfirmReservation")
    record ConfirmReservation(
            ReservationId id, Instant now, @Nullable LocationSelection rehold) implements ReservationCommand {

        /** Refuses an expired reservation. */
        public ConfirmReservation(ReservationId id, Instant now) {
            this(id, now, null);
        }
    }

    /**
     * Records that the units of an expired reservation are held again, and confirms it.
     *
     * @param replaced the version of the reservation when the attempt began; another version now refuses the attempt
     */
    record RecordRehold(ReservationId id, long replaced, String attempt, List<ReservedLine> lines, Instant expiresAt)
            implements ReservationCommand {}

    /** Replaces the lines of a held reservation: units that both have stay held. */
    @JsonTypeName("reservation.ReplaceLines")
    record ReplaceLines(ReservationId id, List<RequestedLine> lines, Instant now) implements ReservationCommand {}

    /**
     * Records that all units of the new lines are held.
     *
     * @param replaced the version of the reservation when the attempt began; another version now refuses the attempt
     * @param attempt the attempt that holds the additional units
     */
    record RecordLines(ReservationId id, long replaced, String attempt, List<ReservedLine> lines, Instant now)
            implements ReservationCommand {}

    /**
     * Abandons an attempt to replace the lines of a held reservation, or to hold the units of an expired one again, so that it
     * can no longer be recorded. Appends nothing for other reservations.
     */
    record AbandonChange(ReservationId id) implements ReservationCommand {}

    /** Releases a held reservation. */
    @JsonTypeName("reservation.ReleaseReservation")
    record ReleaseReservation(ReservationId id) implements ReservationCommand {}

    /**
     * Ships a confirmed reservation, completely or partly.
     *
     * @param parts the units that ship now, one per SKU; empty for all that is left
     */
    @JsonTypeName("reservation.ShipReservation")
    record ShipReservation(ReservationId id, List<LineUnits> parts) implements ReservationCommand {

        /** Ships all that is left. */
        ShipReservation(ReservationId id) {
            this(id, List.of());
        }
    }

    /**
     * Returned units of one SKU.
     *
     * @param locationId the location that receives them; null for the location they shipped from
     * @param stockVersion version of the SKU's stock before the decision
     */
    record ReturnLine(
            Sku sku, long quantity, @Nullable LocationId locationId, ReturnCondition condition, long stockVersion) {

        ReturnLine at(long version) {
            return new ReturnLine(sku, quantity, locationId, condition, version);
        }
    }

    /**
     * Returns shipped units.
     *
     * @param reference the caller's reference of the return slip
     */
    @JsonTypeName("reservation.ReturnUnits")
    record ReturnUnits(
            ReservationId id,
            List<ReturnLine> lines,
            @Nullable String reference) implements ReservationCommand {}

    /** Extends a hold. Appends nothing when {@code expiresAt} is not later than before. */
    @JsonTypeName("reservation.ExtendReservation")
    record ExtendReservation(ReservationId id, Instant now, Instant expiresAt) implements ReservationCommand {}

    /** Cancels what is confirmed and not shipped, or releases what is held. */
    @JsonTypeName("reservation.CancelReservation")
    record CancelReservation(ReservationId id) implements ReservationCommand {}

    /** Expires a hold that is due. Appends nothing otherwise. */
    record ExpireReservation(ReservationId id, Instant now) implements ReservationCommand {}

    /** Abandons an attempt that did not finish. Appends nothing for a recorded reservation. */
    record AbandonReservation(ReservationId id) implements ReservationCommand {}

    /** Answers with the state. */
    record GetReservation(ReservationId id) implements ReservationCommand {}
}
