package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
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
     */
    record RecordHold(
            ReservationId id,
            int abandonments,
            String attempt,
            List<ReservedLine> lines,
            Instant expiresAt,
            @Nullable String reference)
            implements ReservationCommand {}

    /** Confirms a held reservation. */
    @JsonTypeName("reservation.ConfirmReservation")
    record ConfirmReservation(ReservationId id, Instant now) implements ReservationCommand {}

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
