package stockledger.command.reservation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.LocationChoice;

/**
 * What a reservation remembers of the request that held it, to answer the request again. Its members are part of stored
 * snapshots.
 *
 * @param ttlSeconds the time from the request to its expiry, in seconds; null when it was stored by an earlier release
 * @param policy how locations were chosen; null when it was stored by an earlier release
 * @param caller the actor; null when not known
 * @param expiresAt the expiry that was answered
 * @param version the version of the reservation that was answered
 */
record HoldRequest(
        @Nullable Long ttlSeconds,
        @Nullable LocationChoice policy,
        @Nullable String caller,
        Instant expiresAt,
        long version) {

    /** Whether a request has the same members; members that are not known are not compared. */
    boolean isSameAs(
            @Nullable Long otherTtlSeconds, @Nullable LocationChoice otherPolicy, @Nullable String otherCaller) {
        return (ttlSeconds == null || ttlSeconds.equals(otherTtlSeconds))
                && (policy == null || policy == otherPolicy)
                && (caller == null || caller.equals(otherCaller));
    }
}
