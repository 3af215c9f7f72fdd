package stockledger.query.cache;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a process that starts has read in enough to be asked, or has waited long enough for that: a Redis that is away
 * keeps no process out. Once it is, it stays so.
 */
final class WarmupHealthIndicator implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(WarmupHealthIndicator.class);
    private static final long NOT_YET = Long.MIN_VALUE;

    private final long longestWaitNanos;
    private final LongSupplier clock;
    private volatile long waitsSince = NOT_YET;
    private volatile boolean enough;

    /**
     * One process.
     *
     * @param clock nanoseconds of a clock that never goes back
     */
    WarmupHealthIndicator(WarmingSettings settings, LongSupplier clock) {
        this.longestWaitNanos = TimeUnit.MILLISECONDS.toNanos(settings.longestWaitMillis());
        this.clock = clock;
    }

    /** Nothing else than reading in is waited for from now on. */
    void waits() {
        if (waitsSince == NOT_YET) {
            waitsSince = clock.getAsLong();
        }
    }

    void enough() {
        enough = true;
    }

    @Override
    public Health health() {
        if (!enough && waitsSince != NOT_YET && clock.getAsLong() - waitsSince >= longestWaitNanos) {
            LOG.warn("ready before what is read most was read in: that took too long");
            enough = true;
        }
        return enough ? Health.up().build() : Health.outOfService().build();
    }
}
