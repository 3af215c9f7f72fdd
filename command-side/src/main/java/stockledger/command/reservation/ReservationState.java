package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;

/**
 * How a reservation stands after a decision.
 *
 * @param attempt who holds its lines; empty before any did
 * @param abandonments how often an attempt to hold it was given up
 * @param latestReturn what came back last; null while nothing did
 */
record ReservationState(
        ReservationId id,
        ReservationStatus status,
        String attempt,
        List<CartLine> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        int abandonments,
        @Nullable ReturnMade latestReturn) {}
