package stockledger.query.webhook;

import java.time.Duration;

/** Limits a rate: after a pause a fifth of a second's worth may come at once. Not thread-safe. */
final class Pace {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int BURSTS_PER_SECOND = 5;

    private final long interval;
    private long nextNanos;

    Pace(int perSecond, long nowNanos) {
        interval = SECOND / perSecond;
        nextNanos = nowNanos;
    }

    /** Takes a place; else the nanoseconds until there is one. */
    long take(long nowNanos) {
        long earliest = nowNanos - SECOND / BURSTS_PER_SECOND;
        if (nextNanos < earliest) {
            nextNanos = earliest;
        }
        if (nextNanos > nowNanos) {
            return nextNanos - nowNanos;
        }
        nextNanos += interval;
        return 0;
    }
}
