package stockledger.command.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/**
 * The state of a reservation, as answer to its commands. Its members are part of stored snapshots.
 *
 * @param version sequence number of the last event of its stream
 * @param attempt the attempt that was recorded last; empty before the first
 * @param expiresAt when the hold expires or has expired; null when nothing expires
 * @param abandonments number of abandoned attempts
 * @param latestReturn the latest return; null before the first
 * @param request what is remembered of the request that held it; null before
 * @param replacement what the latest replacement of its lines gave up; null before the first
 */
public record ReservationState(
        ReservationId id,
        long version,
        ReservationStatus status,
        String attempt,
        List<CartLine> lines,
        @Nullable Instant expiresAt,
        @Nullable String reference,
        int abandonments,
        @Nullable DecidedReturn latestReturn,
        @Nullable HoldRequest request,
        @Nullable LineReplacement replacement) {

    /** The line of a SKU; null for none. */
    public @Nullable CartLine line(Sku sku) {
        return new Cart(lines).find(sku);
    }

    /** The same state with another expiry. */
    ReservationState expiringAt(Instant time) {
        return new ReservationState(
                id, version, status, attempt, lines, time, reference, abandonments, latestReturn, request, replacement);
    }
}
