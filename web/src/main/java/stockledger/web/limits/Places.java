package stockledger.web.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of each kind are executed at the same time. The bounds together are below the number of threads, so
 * that no kind takes the threads of another one, whatever it waits for. Excess requests are refused at once: a queue would
 * only make all of them late. One remote address gets at most nine tenths of a bound, so that a flood from one address does
 * not have the requests of all others refused.
 */
final class Places {

    /** Of addresses for operators: each is expensive, and few are needed. */
    private static final int OPERATIONS = 4;

    /** Of exports, of which the query side runs two: they leave the places of operators free. */
    private static final int EXPORTS = 3;

    /** Of health checks other than liveness, which may wait for a store. */
    private static final int HEALTH = 4;

    /** Of uploads: those that are read, which the command side bounds more closely, and those that are about to be refused. */
    private static final int ROWS = 10;

    /** Of a bound; all but one may be of the same address. */
    private static final int PARTS = 10;

    private final Map<Work, Bound> bounds = new EnumMap<>(Work.class);

    Places(LimitsSettings settings, MeterRegistry registry) {
        bounds.put(Work.COMMAND, new Bound(settings.commands(), Work.COMMAND, registry));
        bounds.put(Work.QUERY, new Bound(settings.queries(), Work.QUERY, registry));
        bounds.put(Work.OPERATION, new Bound(OPERATIONS, Work.OPERATION, registry));
        bounds.put(Work.EXPORT, new Bound(EXPORTS, Work.EXPORT, registry));
        bounds.put(Work.HEALTH, new Bound(HEALTH, Work.HEALTH, registry));
        bounds.put(Work.ROWS, new Bound(ROWS, Work.ROWS, registry));
    }

    /**
     * A place for a request; null when none is free. Work that has no bound always gets one.
     *
     * @param address the remote address of the request
     */
    @Nullable
    Place take(Work work, String address) {
        Bound bound = bounds.get(work);
        if (bound == null) {
            return Place.UNBOUNDED;
        }
        return bound.acquire(address) ? new Place(bound, address) : null;
    }

    /** The requests of one kind. */
    static final class Bound {

        private final int max;
        private final int maxOfAddress;
        private final AtomicInteger taken = new AtomicInteger();
        private final ConcurrentHashMap<String, Integer> takenByAddress = new ConcurrentHashMap<>();
        private final Counter refused;

        Bound(int max, Work work, MeterRegistry registry) {
            this.max = max;
            this.maxOfAddress = max - max / PARTS;
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

        boolean acquire(String address) {
            int ofAddress = takenByAddress.merge(address, 1, Integer::sum);
            if (taken.incrementAndGet() <= max && ofAddress <= maxOfAddress) {
                return true;
            }
            release(address);
            refused.increment();
            return false;
        }

        void release(String address) {
            taken.decrementAndGet();
            takenByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
