package stockledger.query.consistency;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import stockledger.events.ConsistencyToken;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.DocumentListener;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.security.Caller;

/**
 * Lets a query with a consistency token wait until its documents have seen the events of the token. A document write or an
 * invalidation wakes the queries that wait for that document, and no others: each read costs the stores a query. Without
 * a notification a query reads again after a pause that doubles up to {@link #MAX_PAUSE_FACTOR} times the first.
 *
 * <p>The places for waiting are bounded, also those of one caller. A query that waits longer than projections usually take is
 * refused when the event store lacks the events of its token.
 */
public final class ConsistencyTokenWaiter implements DocumentListener {

    /** Matches every document, for a query that is not about single ones. */
    public static final List<String> ANY = List.of("*");

    /** The usual delay of a projection: a shorter pause causes useless reads, a longer one adds latency. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final int MAX_PAUSE_FACTOR = 8;

    /** Before a pause as long as this: projections have usually caught up by then, so that honest queries ask for nothing. */
    private static final int CHECKED_PAUSE_FACTOR = 4;

    private final long maxWaitNanos;
    private final long firstPauseNanos;
    private final Semaphore places;
    private final int maxWaitingPerCaller;
    private final StreamHeads heads;
    private final Degraded degraded;
    private final ConcurrentHashMap<String, Integer> waitingByCaller = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    ConsistencyTokenWaiter(ConsistencySettings settings, StreamHeads heads, Degraded degraded) {
        this(settings, heads, degraded, FIRST_PAUSE);
    }

    ConsistencyTokenWaiter(ConsistencySettings settings, StreamHeads heads, Degraded degraded, Duration firstPause) {
        this.maxWaitNanos = settings.maxWait().toNanos();
        this.firstPauseNanos = firstPause.toNanos();
        this.places = new Semaphore(settings.maxWaiting());
        this.maxWaitingPerCaller = settings.maxWaitingPerCaller();
        this.heads = heads;
        this.degraded = degraded;
    }

    /**
     * Reads until the result is fresh.
     *
     * @param token what the result must have seen; with an empty one the first result is returned
     * @param projection of the documents
     * @param keys of the documents
     * @throws QueryProblemException {@code not-yet-visible} when the result is not fresh in time, or too many queries wait;
     *     {@code invalid-consistency-token} when the event store lacks the events of the token; {@code degraded} when they
     *     cannot be processed
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
            return fresh.test(first)
                    ? first
                    : waitFor(new Waiting<>(token, projection, keys, notified, readCopy, readSource, fresh));
        } finally {
            names.forEach(name -> waiting.computeIfPresent(name, (same, all) -> {
                all.remove(notified);
                return all.isEmpty() ? null : all;
            }));
        }
    }

    /** Reads a document until it has seen the events of its stream in the token; null when there is none. */
    public <V> @Nullable VersionedDocument<V> readOne(
            ConsistencyToken token, String projection, ServedDocuments<V> documents, String key, String stream) {
        return read(
                token,
                projection,
                List.of(key),
                () -> documents.findInReplica(key),
                () -> documents.find(key),
                document -> VersionedDocument.hasSeen(document, token, stream));
    }

    /**
     * Waits until the documents of all streams of the token with this prefix have seen its events.
     *
     * @param streamPrefix of the documents' streams; a stream is this prefix and the document's key
     */
    public <V> void await(
            ConsistencyToken token, String projection, ServedDocuments<V> documents, String streamPrefix) {
        Set<String> keys = token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(streamPrefix))
                .map(stream -> stream.substring(streamPrefix.length()))
                .collect(Collectors.toSet());
        if (!keys.isEmpty()) {
            read(
                    token,
                    projection,
                    keys,
                    () -> documents.find(keys),
                    found -> keys.stream()
                            .allMatch(key -> VersionedDocument.hasSeen(found.get(key), token, streamPrefix + key)));
        }
    }

    /**
     * Refuses a query for a document that is not there, when that is because its first event cannot be processed.
     *
     * @throws QueryProblemException {@code degraded}
     */
    public void requireNotDegraded(String projection, String key) {
        if (degraded.isParked(projection, key)) {
            throw degraded();
        }
    }

    private static QueryProblemException degraded() {
        return QueryProblemException.unavailable(
                "degraded", "The read model lacks an event that cannot be processed, and those after it.");
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

    /** A query that waits. */
    private record Waiting<T>(
            ConsistencyToken token,
            String projection,
            Collection<String> keys,
            Semaphore notified,
            Supplier<T> readCopy,
            Supplier<T> readSource,
            Predicate<? super T> fresh) {

        /** The keys of its documents that the token names. */
        private Set<String> namedKeys() {
            Set<String> named = new HashSet<>();
            token.versions().keySet().forEach(stream -> named.add(StreamHeads.keyOf(stream)));
            if (keys != ANY) {
                named.retainAll(Set.copyOf(keys));
            }
            return named;
        }
    }

    private <T> T waitFor(Waiting<T> query) {
        String caller = caller();
        if (waitingByCaller.merge(caller, 1, Integer::sum) > maxWaitingPerCaller) {
            leave(caller);
            throw notYetVisible();
        }
        try {
            if (!places.tryAcquire()) {
                throw notYetVisible();
            }
            try {
                return readUntilFresh(query);
            } finally {
                places.release();
            }
        } finally {
            leave(caller);
        }
    }

    private void leave(String caller) {
        waitingByCaller.computeIfPresent(caller, (same, count) -> count == 1 ? null : count - 1);
    }

    /** The queries of a caller that wait. */
    int waiting(String caller) {
        return waitingByCaller.getOrDefault(caller, 0);
    }

    /** Of the request that this thread answers. */
    private static String caller() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
                ? Caller.key(current.getRequest())
                : "";
    }

    private <T> T readUntilFresh(Waiting<T> query) {
        boolean checked = false;
        long end = System.nanoTime() + maxWaitNanos;
        long longestPause = MAX_PAUSE_FACTOR * firstPauseNanos;
        long pause = firstPauseNanos;
        while (true) {
            if (degraded.lacks(query.projection(), query.namedKeys(), query.token())) {
                throw degraded();
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw notYetVisible();
            }
            if (!checked && pause >= CHECKED_PAUSE_FACTOR * firstPauseNanos) {
                checked = true;
                if (heads.lack(query.token(), query.keys())) {
                    throw QueryProblemException.badRequest(
                            "invalid-consistency-token", "The event store has no such events: it was restored.");
                }
            }
            boolean isNotified = await(query.notified(), Math.min(left, pause));
            boolean fromSource = !isNotified && pause == longestPause;
            if (!isNotified) {
                pause = Math.min(2 * pause, longestPause);
            }
            query.notified().drainPermits();
            T result = fromSource ? query.readSource().get() : query.readCopy().get();
            if (query.fresh().test(result)) {
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
