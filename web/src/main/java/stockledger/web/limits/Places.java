package stockledger.web.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of each kind are executed at the same time. The bounds together are below the number of threads, so
 * that no kind takes the threads of another one, whatever it waits for. Excess requests are refused at once: a queue would
 * only make all of them late.
 */
final class Places {

    /** Of addresses for operators: each is expensive, and few are needed. */
    private static final int OPERATIONS = 4;

    /** Of health checks other than liveness, which may wait for a store. */
    private static final int HEALTH = 4;

    /** Of uploads: those that are read, which the command side bounds more closely, and those that are about to be refused. */
    private static final int ROWS = 10;

    private final Map<Work, Bound> bounds = new EnumMap<>(Work.class);

    Places(LimitsSettings settings, MeterRegistry registry) {
        bounds.put(Work.COMMAND, new Bound(settings.commands(), Work.COMMAND, registry));
        bounds.put(Work.QUERY, new Bound(settings.queries(), Work.QUERY, registry));
        bounds.put(Work.OPERATION, new Bound(OPERATIONS, Work.OPERATION, registry));
        bounds.put(Work.HEALTH, new Bound(HEALTH, Work.HEALTH, registry));
        bounds.put(Work.ROWS, new Bound(ROWS, Work.ROWS, registry));
    }

    /** A place for a request; null when none is free. Work that has no bound always gets one. */
    @Nullable
    Place take(Work work) {
        Bound bound = bounds.get(work);
        return bound == null ? Place.UNBOUNDED : bound.take();
    }

    /** The requests of one kind. */
    static final class Bound {

        private final int max;
        private final AtomicInteger taken = new AtomicInteger();
        private final Counter refused;

        Bound(int max, Work work, MeterRegistry registry) {
            this.max = max;
            String kind = work.tag();
            Gauge.builder("stockledger.requests.active", taken, AtomicInteger::get)
                    .description("Requests that are executed or wait, by kind")
                    .tag("kind", kind)
                    .register(registry);
            this.refused = Counter.builder("stockledger.requests.shed")
                    .description("Requests refused as overloaded, by kind")
                    .tag("kind", kind)
                    .register(registry);
        }

        @Nullable
        Place take() {
            return acquire() ? new Place(this) : null;
        }

        boolean acquire() {
            if (taken.incrementAndGet() <= max) {
                return true;
            }
            taken.decrementAndGet();
            refused.increment();
            return false;
        }

        void release() {
            taken.decrementAndGet();
        }
    }
}
