package stockledger.query.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts slow operations and logs their shape: operation, target and field names, never values. */
final class SlowOperations {

    private static final Logger LOG = LoggerFactory.getLogger(SlowOperations.class);

    /** A store that is slow as a whole must not flood the log: every operation is counted, few are logged. */
    private static final Duration LOG_INTERVAL = Duration.ofMillis(100);

    /** During warm-up operations are slow because code is being compiled, not because of the store. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /** Operation of a counter that stays 0: alerts then see a series for each store before any operation was slow. */
    private static final String NONE_YET = "any";

    private final MeterRegistry registry;
    private final String store;
    private final long thresholdNanos;
    private final AtomicLong nextLogAtNanos = new AtomicLong(System.nanoTime() + WARM_UP.toNanos());

    SlowOperations(MeterRegistry registry, String store, Duration threshold) {
        this.registry = registry;
        this.store = store;
        this.thresholdNanos = threshold.toNanos();
        counter(NONE_YET);
    }

    /** Records an operation that succeeded or failed. */
    void completed(String operation, String shape, long nanos) {
        if (nanos >= thresholdNanos) {
            counter(operation).increment();
            if (mayLog()) {
                LOG.warn(
                        "slow {}: {} took {} ms",
                        store,
                        shape,
                        Duration.ofNanos(nanos).toMillis());
            }
        }
    }

    private boolean mayLog() {
        long now = System.nanoTime();
        long next = nextLogAtNanos.get();
        return now - next >= 0 && nextLogAtNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos());
    }

    private Counter counter(String operation) {
        return registry.counter("stockledger.slow.operations", "store", store, "operation", operation);
    }
}
