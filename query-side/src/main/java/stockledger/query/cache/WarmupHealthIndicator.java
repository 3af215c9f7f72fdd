package stockledger.query.cache;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up once the hottest responses are loaded, or after the maximum wait, so that an unavailable Redis cannot prevent
 * readiness. Up is final.
 */
final class WarmupHealthIndicator implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(WarmupHealthIndicator.class);
    private static final long NOT_STARTED = Long.MIN_VALUE;

    private final Duration maxWait;
    private final LongSupplier clock;
    private volatile long startedAt = NOT_STARTED;
    private volatile boolean warm;

    /**
     * An indicator that is not up.
     *
     * @param clock monotonic nanoseconds
     */
    WarmupHealthIndicator(Duration maxWait, LongSupplier clock) {
        this.maxWait = maxWait;
        this.clock = clock;
    }

    /** Warming can begin: the maximum wait is counted from the first call. */
    void started() {
        if (startedAt == NOT_STARTED) {
            startedAt = clock.getAsLong();
        }
    }

    void warm() {
        warm = true;
    }

    @Override
    public Health health() {
        if (!warm && startedAt != NOT_STARTED && clock.getAsLong() - startedAt >= maxWait.toNanos()) {
            LOG.warn("ready with a cold cache: warming has taken longer than {} ms", maxWait.toMillis());
            warm = true;
        }
        return warm ? Health.up().build() : Health.outOfService().build();
    }
}
