package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;

/**
 * The state of a reservation, as answer to its commands. Its members are part of stored snapshots.
 *
 * @param attempt the attempt that holds its lines; empty before the first
 * @param abandonments number of abandoned attempts
 * @param latestReturn the latest return; null before the first
 */
public record ReservationState(
        ReservationId id,
        ReservationStatus status,
        String attempt,
        List<CartLine> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        int abandonments,
        @Nullable DecidedReturn latestReturn) {}
