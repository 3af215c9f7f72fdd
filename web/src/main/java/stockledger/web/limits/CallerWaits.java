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
 * The threads that wait for callers: for their bodies, or until they read their responses.
 *
 * <p>How it works: most bodies have arrived with their headers, and most responses fit into the buffers of the connection: both
 * need no waiting. A thread that must wait takes one of a few places. When none is free, the caller that is furthest behind the
 * least rate is ended, and its place is given to the new one: so slow callers take places from each other, and not from others.
 */
final class CallerWaits implements SlowUploads {

    /** How far behind the least rate a caller must be before it ends for another one; far above a lost packet's delay. */
    private static final long YIELD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a caller waits for the place of one that was ended; its thread needs no more than a moment. */
    private static final long HAND_OVER_MILLIS = 500;

    /** For the rest of a body that nobody reads. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Semaphore places;
    private final LimitsSettings settings;
    private final Set<CallerWait> waiting = ConcurrentHashMap.newKeySet();
    private final Counter late;
    private final Counter refused;

    CallerWaits(LimitsSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.places = new Semaphore(settings.bodyThreads());
        this.late = counter("late", registry);
        this.refused = counter("refused", registry);
        Gauge.builder("stockledger.callers.waiting", waiting, Set::size)
                .description("Threads that wait for callers: for a body, or until a response is read")
                .register(registry);
    }

    private static Counter counter(String outcome, MeterRegistry registry) {
        return Counter.builder("stockledger.callers.ended")
                .description("Callers whose request was ended: too slow, or because too many threads waited")
                .tag("outcome", outcome)
                .register(registry);
    }

    LimitsSettings settings() {
        return settings;
    }

    /** Takes a place; false when no further thread may wait. */
    boolean enter(CallerWait caller) {
        if (!places.tryAcquire() && !takeFromSlowest()) {
            refused.increment();
            return false;
        }
        waiting.add(caller);
        return true;
    }

    void exit(CallerWait caller) {
        waiting.remove(caller);
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
        return endSlowest(CallerWait::isUpload);
    }

    private boolean takeFromSlowest() {
        return endSlowest(caller -> true) && acquireSoon();
    }

    private boolean acquireSoon() {
        try {
            return places.tryAcquire(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean endSlowest(Predicate<CallerWait> candidates) {
        return waiting.stream()
                .filter(candidates)
                .filter(caller -> caller.behindNanos() > YIELD_NANOS)
                .max(Comparator.comparingLong(CallerWait::behindNanos))
                .filter(CallerWait::end)
                .isPresent();
    }
}
