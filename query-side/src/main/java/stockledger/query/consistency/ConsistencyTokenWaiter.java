package stockledger.query.consistency;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import stockledger.events.ConsistencyToken;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.DocumentListener;

/**
 * Lets a query with a consistency token wait until its documents have seen the events of the token. A document write or an
 * invalidation wakes the queries that wait for that document, and no others: each read costs the stores a query. Without
 * a notification a query reads again after a pause that doubles up to {@link #MAX_PAUSE_FACTOR} times the first.
 */
public final class ConsistencyTokenWaiter implements DocumentListener {

    /** Matches every document, for a query that is not about single ones. */
    public static final List<String> ANY = List.of("*");

    /** The usual delay of a projection: a shorter pause causes useless reads, a longer one adds latency. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final int MAX_PAUSE_FACTOR = 8;

    private final long maxWaitNanos;
    private final long firstPauseNanos;
    private final Semaphore places;
    private final ConcurrentHashMap<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    ConsistencyTokenWaiter(ConsistencySettings settings) {
        this(settings, FIRST_PAUSE);
    }

    ConsistencyTokenWaiter(ConsistencySettings settings, Duration firstPause) {
        this.maxWaitNanos = settings.maxWait().toNanos();
        this.firstPauseNanos = firstPause.toNanos();
        this.places = new Semaphore(settings.maxWaiting());
    }

    /**
     * Reads until the result is fresh.
     *
     * @param token what the result must have seen; with an empty one the first result is returned
     * @param projection of the documents
     * @param keys of the documents
     * @throws QueryProblemException {@code not-yet-visible} when the result is not fresh in time
     */
    public <T> T read(
            ConsistencyToken token,
            String projection,
            Collection<String> keys,
            Supplier<T> read,
            Predicate<? super T> fresh) {
        return read(token, projection, keys, read, read, fresh);
    }

    /**
     * Reads documents that have a cheap copy, in a cache or a replica, until the result is fresh.
     *
     * @param readCopy reads the copy, which may have missed an invalidation; the only read without a token
     * @param readSource reads the source; used after the longest pause without a notification
     */
    public <T> T read(
            ConsistencyToken token,
            String projection,
            Collection<String> keys,
            Supplier<T> readCopy,
            Supplier<T> readSource,
            Predicate<? super T> fresh) {
        if (token.versions().isEmpty()) {
            return readCopy.get();
        }
        List<String> names = keys.stream().map(key -> name(projection, key)).toList();
        Semaphore notified = new Semaphore(0);
        // Registered before the first read, so that no change after it is missed.
        names.forEach(name -> waiting.compute(name, (same, all) -> {
            Set<Semaphore> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            some.add(notified);
            return some;
        }));
        try {
            T first = readCopy.get();
            return fresh.test(first) ? first : waitFor(notified, readCopy, readSource, fresh);
        } finally {
            names.forEach(name -> waiting.computeIfPresent(name, (same, all) -> {
                all.remove(notified);
                return all.isEmpty() ? null : all;
            }));
        }
    }

    /** Wakes the queries that wait for one of these documents. */
    @Override
    public void documentsChanged(String projection, Collection<String> keys) {
        keys.forEach(key -> wake(name(projection, key)));
        ANY.forEach(key -> wake(name(projection, key)));
    }

    private static String name(String projection, String key) {
        return projection + ":" + key;
    }

    private void wake(String name) {
        Set<Semaphore> all = waiting.get(name);
        if (all != null) {
            all.forEach(Semaphore::release);
        }
    }

    private <T> T waitFor(
            Semaphore notified, Supplier<T> readCopy, Supplier<T> readSource, Predicate<? super T> fresh) {
        if (!places.tryAcquire()) {
            throw notYetVisible();
        }
        try {
            return readUntilFresh(notified, readCopy, readSource, fresh);
        } finally {
            places.release();
        }
    }

    private <T> T readUntilFresh(
            Semaphore notified, Supplier<T> readCopy, Supplier<T> readSource, Predicate<? super T> fresh) {
        long end = System.nanoTime() + maxWaitNanos;
        long longestPause = MAX_PAUSE_FACTOR * firstPauseNanos;
        long pause = firstPauseNanos;
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw notYetVisible();
            }
            boolean isNotified = await(notified, Math.min(left, pause));
            boolean fromSource = !isNotified && pause == longestPause;
            if (!isNotified) {
                pause = Math.min(2 * pause, longestPause);
            }
            notified.drainPermits();
            T result = fromSource ? readSource.get() : readCopy.get();
            if (fresh.test(result)) {
                return result;
            }
        }
    }

    private static boolean await(Semaphore notified, long nanos) {
        try {
            return notified.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notYetVisible();
        }
    }

    private static QueryProblemException notYetVisible() {
        return QueryProblemException.unavailable(
                "not-yet-visible", "The read model has not seen the events of the consistency token yet.");
    }
}
