package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.RepeatHold;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.LocationChoice;

/**
 * Holds all lines or none: the command of {@link ReservationProcess}, which sends one to the stock of each SKU.
 *
 * @param generatedId whether the caller gave no id
 * @param ttlSeconds the time from the request to its expiry, in seconds; null when it was stored by an earlier release
 */
@JsonTypeName("reservation.HoldCart")
record HoldCart(
        ReservationId id,
        boolean generatedId,
        List<RequestedLine> lines,
        Instant expiresAt,
        @Nullable String reference,
        @Nullable Long ttlSeconds) {

    /** Records that every line is held by an attempt. */
    RecordHold record(int abandonments, String attempt, List<ReservedLine> held) {
        return new RecordHold(id, abandonments, attempt, held, expiresAt, reference, ttlSeconds, policy());
    }

    /** Finds the answer to an earlier request with the same members. */
    RepeatHold repetition() {
        Instant requestedAt = ttlSeconds == null ? Instant.EPOCH : expiresAt.minusSeconds(ttlSeconds);
        return new RepeatHold(id, lines, ttlSeconds, policy(), reference, requestedAt);
    }

    /** How locations are chosen for units without a named one; the same for all lines. */
    LocationChoice policy() {
        return lines.get(0).selection().policy();
    }
}
