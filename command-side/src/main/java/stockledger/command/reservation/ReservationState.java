package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservedLine;

/**
 * How a reservation stands after a decision.
 *
 * @param attempt who holds its lines; empty before any did
 * @param abandonments how often an attempt to hold it was given up
 */
record ReservationState(
        ReservationId id,
        ReservationStatus status,
        String attempt,
        List<ReservedLine> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        int abandonments) {}
