package stockledger.query.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was slow, and logs its shape: which operation on what, never the values that it was about. */
final class SlowOperations {

    private static final Logger LOG = LoggerFactory.getLogger(SlowOperations.class);

    private static final Duration BETWEEN_LINES = Duration.ofMillis(100);

    /** A process that has just begun compiles its code meanwhile: that it is slow says nothing of a store. */
    private static final Duration BEGINNING = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final String store;
    private final long thresholdNanos;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime() + BEGINNING.toNanos());

    SlowOperations(MeterRegistry registry, String store, int thresholdMillis) {
        this.registry = registry;
        this.store = store;
        this.thresholdNanos = Duration.ofMillis(thresholdMillis).toNanos();
        // There from the start: what never was slow is 0, not unknown.
        counter("any");
    }

    /** One operation has ended, well or badly. */
    void ended(String operation, String shape, long nanos) {
        if (nanos >= thresholdNanos) {
            counter(operation).increment();
            if (mayBeLogged()) {
                LOG.warn(
                        "slow {}: {} took {} ms",
                        store,
                        shape,
                        Duration.ofNanos(nanos).toMillis());
            }
        }
    }

    /** A store that is slow altogether would fill the log: some lines a second are enough, all are counted. */
    private boolean mayBeLogged() {
        long now = System.nanoTime();
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + BETWEEN_LINES.toNanos());
    }

    private Counter counter(String operation) {
        return registry.counter("stockledger.slow.operations", "store", store, "operation", operation);
    }
}
