package stockledger.query.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out which owners of leases have stopped. An owner counts heartbeats; it has stopped when the count has not changed for
 * some time on this process's own clock. Clocks of different processes are never compared. Used by one thread at a time.
 */
public final class Heartbeats {

    private final long timeoutNanos;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String owner, long beat, long atNanos) {}

    /** @param timeout after which an owner without heartbeats has stopped */
    public Heartbeats(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /** Whether this count was seen first longer ago than the timeout; false when it is seen for the first time. */
    public boolean haveStopped(String lease, String owner, long beat) {
        Seen last = seen.get(lease);
        if (last == null || !last.owner().equals(owner) || last.beat() != beat) {
            seen.put(lease, new Seen(owner, beat, System.nanoTime()));
            return false;
        }
        return System.nanoTime() - last.atNanos() >= timeoutNanos;
    }

    /** Forgets what was seen of a lease: it has another owner now, or none. */
    public void forget(String lease) {
        seen.remove(lease);
    }
}
