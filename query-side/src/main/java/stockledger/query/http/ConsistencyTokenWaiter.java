package stockledger.query.http;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import stockledger.events.ConsistencyToken;

/**
 * Makes a question wait, briefly, until what it reads has seen what its caller was told is done. A waiting question is
 * woken when a document that it asked for changes, as far as this process learns of that, and then only: many wait while
 * much changes, and each look costs the stores a question. What it is not told of it finds by looking for itself, less
 * and less often.
 */
public final class ConsistencyTokenWaiter {

    /** Stands for every document, in a question that is about no single ones. */
    public static final List<String> ANY = List.of("*");

    /** So many times as long as at first a question waits at most before it looks for itself again. */
    private static final int PATIENCE = 8;

    private final HttpSettings settings;
    private final Semaphore seats;
    private final ConcurrentHashMap<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    ConsistencyTokenWaiter(HttpSettings settings) {
        this.settings = settings;
        this.seats = new Semaphore(settings.mostWaiting());
    }

    /**
     * Reads until what was read is fresh.
     *
     * @param token what the caller was told is done; when that is nothing, the first that is read will do
     * @param projection whose documents are read
     * @param keys of these documents
     * @throws QueryProblemException {@code not-yet-visible} when it does not become so in time
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
     * The same of what can be read in two ways.
     *
     * @param near read first, and without a token only this; again whenever a document was written, and when nothing was told of: it costs little, and may be
     *     behind when something failed
     * @param far read when looking near has been in vain for a while
     */
    public <T> T read(
            ConsistencyToken token,
            String projection,
            Collection<String> keys,
            Supplier<T> near,
            Supplier<T> far,
            Predicate<? super T> fresh) {
        if (token.versions().isEmpty()) {
            return near.get();
        }
        List<String> names = keys.stream().map(key -> name(projection, key)).toList();
        Semaphore told = new Semaphore(0);
        // Before the first look: what changes after it is told of, and need not be looked for at once again.
        names.forEach(name -> waiting.compute(name, (same, all) -> {
            Set<Semaphore> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            some.add(told);
            return some;
        }));
        try {
            T first = near.get();
            return fresh.test(first) ? first : waitFor(told, near, far, fresh);
        } finally {
            names.forEach(name -> waiting.computeIfPresent(name, (same, all) -> {
                all.remove(told);
                return all.isEmpty() ? null : all;
            }));
        }
    }

    /** Documents of a projection with these keys were written: whoever waits for one of them looks again. */
    public void documentsChanged(String projection, Collection<String> keys) {
        keys.forEach(key -> wake(name(projection, key)));
        ANY.forEach(key -> wake(name(projection, key)));
    }

    private static String name(String projection, String key) {
        return projection + ":" + key;
    }

    private void wake(String key) {
        Set<Semaphore> all = waiting.get(key);
        if (all != null) {
            all.forEach(Semaphore::release);
        }
    }

    private <T> T waitFor(Semaphore told, Supplier<T> near, Supplier<T> far, Predicate<? super T> fresh) {
        if (!seats.tryAcquire()) {
            throw notYetVisible();
        }
        try {
            return look(told, near, far, fresh);
        } finally {
            seats.release();
        }
    }

    private <T> T look(Semaphore told, Supplier<T> near, Supplier<T> far, Predicate<? super T> fresh) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.longestWaitMillis());
        long first = TimeUnit.MILLISECONDS.toNanos(settings.recheckMillis());
        long pause = first;
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw notYetVisible();
            }
            boolean isTold = isTold(told, Math.min(left, pause));
            boolean isLong = !isTold && pause == PATIENCE * first;
            if (!isTold) {
                pause = Math.min(2 * pause, PATIENCE * first);
            }
            told.drainPermits();
            T again = isLong ? far.get() : near.get();
            if (fresh.test(again)) {
                return again;
            }
        }
    }

    private static boolean isTold(Semaphore told, long nanos) {
        try {
            return told.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notYetVisible();
        }
    }

    private static QueryProblemException notYetVisible() {
        return QueryProblemException.later("not-yet-visible", "What the token stands for cannot be seen here yet.");
    }
}
