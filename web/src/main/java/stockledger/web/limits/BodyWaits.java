package stockledger.web.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The threads that wait for bodies.
 *
 * <p>How it works: most bodies have arrived with their headers, and are read without waiting. A thread that must wait takes
 * one of a few places. When none is free, the body that is furthest behind the least rate ends, and its place is given to
 * the new one: so callers who send slowly take places from each other, and not from those who send at once.
 */
final class BodyWaits implements SlowUploads {

    /** How far behind the least rate a body must be before it ends for another one; far above a lost packet's delay. */
    private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a body waits for the place of one that was ended; its thread needs no more than a moment. */
    private static final long HAND_OVER_MILLIS = 500;

    /** For the rest of a body that nobody reads. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Semaphore places;
    private final LimitsSettings settings;
    private final Set<BodyWait> waiting = ConcurrentHashMap.newKeySet();
    private final Counter late;
    private final Counter refused;

    BodyWaits(LimitsSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.places = new Semaphore(settings.bodyThreads());
        this.late = counter("late", registry);
        this.refused = counter("refused", registry);
        Gauge.builder("stockledger.bodies.waiting", waiting, Set::size)
                .description("Threads that wait for the body of a request")
                .register(registry);
    }

    private static Counter counter(String outcome, MeterRegistry registry) {
        return Counter.builder("stockledger.bodies.ended")
                .description("Bodies that were ended: too late, or refused because too many threads waited")
                .tag("outcome", outcome)
                .register(registry);
    }

    LimitsSettings settings() {
        return settings;
    }

    /** Takes a place; false when no further thread may wait. */
    boolean enter(BodyWait body) {
        if (!places.tryAcquire() && !takeFromSlowest()) {
            refused.increment();
            return false;
        }
        waiting.add(body);
        return true;
    }

    void exit(BodyWait body) {
        waiting.remove(body);
        places.release();
    }

    /**
     * Waits a moment for the rest of a body that nobody reads: a caller that still sends may miss an answer that is followed
     * by the end of the connection.
     *
     * @param waitedNanos so far
     * @throws IOException when it does not arrive, or no thread may wait: the connection is then closed
     */
    int readRest(SocketReads socket, long waitedNanos) throws IOException {
        int ready = socket.readArrived();
        if (ready != 0) {
            return ready;
        }
        if (waitedNanos >= REST_NANOS || !places.tryAcquire()) {
            throw new EOFException("the rest of the body has not arrived");
        }
        try {
            return socket.readWaiting(Math.max(1, TimeUnit.NANOSECONDS.toMillis(REST_NANOS - waitedNanos)));
        } finally {
            places.release();
        }
    }

    void countLate() {
        late.increment();
    }

    @Override
    public boolean endSlowest() {
        return endSlowest(BodyWait::isOfRows);
    }

    private boolean takeFromSlowest() {
        return endSlowest(body -> true) && acquireSoon();
    }

    private boolean acquireSoon() {
        try {
            return places.tryAcquire(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean endSlowest(Predicate<BodyWait> candidates) {
        return waiting.stream()
                .filter(candidates)
                .filter(body -> body.behindNanos() > YIELD_NANOS)
                .max(Comparator.comparingLong(BodyWait::behindNanos))
                .filter(BodyWait::end)
                .isPresent();
    }
}
