package stockledger.web.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;

/**
 * The API keys as this process knows them: a fold of their stream, which one thread reads on from the last known event.
 *
 * <p>How it works:
 *
 * <ul>
 *   <li>Nothing reads while no request with a credential arrives. The first one after half a second starts a read and does
 *       not wait for it; one after a second waits. Thus a key that another process revoked is refused after a second.
 *   <li>An unknown id costs no read of its own: all keys are one stream.
 *   <li>A read that fails or takes long is not waited for again. Known keys then work for a minute after the last
 *       read; later, and while no read has succeeded, requests with a key are answered 503.
 * </ul>
 */
public final class ApiKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    /** From this age on, the next request starts a read. */
    private static final Duration REFRESH_AFTER = Duration.ofMillis(500);

    /** From this age on, a request waits for the read. */
    static final Duration FRESH_FOR = Duration.ofSeconds(1);

    /** Longest wait of a request for a read: one indexed query. */
    private static final Duration MAX_WAIT = Duration.ofMillis(250);

    private static final Duration LOAD_WAIT = Duration.ofSeconds(10);

    /** How long known keys work without the event store: longer, and a revocation would be ignored for too long. */
    static final Duration USABLE_FOR = Duration.ofSeconds(60);

    private final ApiKeyEvents events;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration maxWait;
    private final ThreadPoolExecutor reader =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ApiKeys::thread);
    private final Object lock = new Object();
    private volatile State state = new State(Map.of(), -1, 0, false);

    /** Whether the last read failed. Only the reader's one thread uses it. */
    private boolean isFailing;

    /** The newest read. Guarded by the lock. */
    private @Nullable Read read;

    /**
     * The fold.
     *
     * @param sequence of the last folded event
     * @param asOf {@link System#nanoTime} at which the read began that found no later event
     * @param loaded whether any read has succeeded
     */
    private record State(Map<String, ApiKey> keys, long sequence, long asOf, boolean loaded) {}

    /** One read, and when it was begun. */
    private record Read(FutureTask<State> task, long begunAt) {}

    ApiKeys(ApiKeyEvents events, Clock clock) {
        this(events, clock, System::nanoTime, MAX_WAIT);
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param maxWait longest wait of a request for a read
     */
    ApiKeys(ApiKeyEvents events, Clock clock, LongSupplier nanoTime, Duration maxWait) {
        this.maxWait = maxWait;
        this.events = events;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private boolean isYoungerThan(Duration age, State known) {
        return known.loaded() && !hasPassedSince(known.asOf(), age);
    }

    private boolean hasPassedSince(long instant, Duration time) {
        return nanoTime.getAsLong() - instant >= time.toNanos();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "api-keys");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The key that a caller sent.
     *
     * @throws BadCredentialsException when it is unknown, wrong, expired or revoked
     * @throws AuthenticationServiceException when the keys are not known, or not recently
     */
    ApiKey verified(ApiKeyText sent) {
        State current = current();
        if (!isYoungerThan(USABLE_FOR, current)) {
            throw new AuthenticationServiceException("the API keys cannot be read");
        }
        ApiKey key = current.keys().get(sent.id());
        // The comparison is made for unknown ids too, so that both take the same time.
        boolean matches = sent.matches(key == null ? "" : key.hash());
        if (key == null || !matches || !key.isValidAt(clock.instant())) {
            throw new BadCredentialsException("unknown, expired or revoked API key");
        }
        return key;
    }

    /**
     * Whether a key was ever issued; revoked and expired ones count, so that they do not open the service again.
     *
     * @throws AuthenticationServiceException when that is not known
     */
    boolean wereIssued() {
        State current = current();
        if (!current.loaded()) {
            throw new AuthenticationServiceException("the API keys cannot be read");
        }
        return !current.keys().isEmpty();
    }

    /** Whether the last read found that no key was ever issued. Another process may have issued one since. */
    boolean areKnownToBeNone() {
        State known = state;
        return known.loaded() && known.keys().isEmpty();
    }

    /** Reads the keys for the first time, at the start, where nobody waits for an answer yet. */
    void load() {
        try {
            begin(true).task().get(LOAD_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The API keys cannot be read yet; requests that need a scope are answered 503 until they are");
        }
    }

    /** Every key, in the order in which they were issued, as of now. */
    public List<ApiKey> all() {
        return List.copyOf(readNow().keys().values());
    }

    /** Accepts a key that was just issued at once in this process, also when it cannot be read now. */
    public void issued(ApiKey key) {
        change(keys -> keys.putIfAbsent(key.id(), key));
    }

    /** Refuses a key that was just revoked at once in this process. */
    public void revoked(String revoked) {
        change(keys -> keys.computeIfPresent(revoked, (id, key) -> key.revoked(clock.instant())));
    }

    /** The events of other processes before this one are read by the next request. */
    private void change(Consumer<Map<String, ApiKey>> change) {
        synchronized (lock) {
            Map<String, ApiKey> keys = new LinkedHashMap<>(state.keys());
            change.accept(keys);
            long stale = Math.min(state.asOf(), nanoTime.getAsLong() - FRESH_FOR.toNanos());
            state = new State(keys, state.sequence(), stale, state.loaded());
        }
    }

    private State current() {
        State known = state;
        if (isYoungerThan(REFRESH_AFTER, known)) {
            return known;
        }
        Read begun = begin(false);
        if (isYoungerThan(FRESH_FOR, known) || known.loaded() && hasPassedSince(begun.begunAt(), maxWait)) {
            return state;
        }
        try {
            await(begun);
        } catch (AuthenticationServiceException unavailable) {
            return state;
        }
        // Not what the read returned: this process may have revoked a key since.
        return state;
    }

    private State readNow() {
        await(begin(true));
        return state;
    }

    /** The read that runs; begins one when none does, or the last one failed a while ago. */
    private Read begin(boolean now) {
        synchronized (lock) {
            Read newest = read;
            boolean running = newest != null && !newest.task().isDone();
            boolean recent = newest != null && !hasPassedSince(newest.begunAt(), REFRESH_AFTER);
            if (newest != null && !now && (running || recent)) {
                return newest;
            }
            Read next = new Read(new FutureTask<>(this::readOn), nanoTime.getAsLong());
            read = next;
            reader.execute(next.task());
            return next;
        }
    }

    private void await(Read begun) {
        try {
            begun.task().get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthenticationServiceException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuthenticationServiceException("the API keys cannot be read", e);
        }
    }

    /** Only the reader's one thread folds. */
    private State readOn() {
        long asOf = nanoTime.getAsLong();
        List<ApiKeyEvents.Change> changes = changes();
        synchronized (lock) {
            Map<String, ApiKey> keys = changes.isEmpty() ? state.keys() : new LinkedHashMap<>(state.keys());
            long sequence = state.sequence();
            for (ApiKeyEvents.Change change : changes) {
                fold(change, keys);
                sequence = change.sequence();
            }
            state = new State(keys, sequence, asOf, true);
            return state;
        }
    }

    /** The first failure is logged, if there are keys: those after it have the same cause. */
    private List<ApiKeyEvents.Change> changes() {
        try {
            List<ApiKeyEvents.Change> changes = events.after(state.sequence());
            isFailing = false;
            return changes;
        } catch (RuntimeException e) {
            if (!isFailing && !state.keys().isEmpty()) {
                LOG.warn(
                        "The API keys cannot be read; known ones are accepted for {} s: {}",
                        USABLE_FOR.toSeconds(),
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            }
            isFailing = true;
            throw e;
        }
    }

    private static void fold(ApiKeyEvents.Change change, Map<String, ApiKey> keys) {
        ApiKeyEvents.Issued issued = change.issued();
        if (issued == null) {
            keys.computeIfPresent(change.id(), (id, key) -> key.revoked(change.at()));
            return;
        }
        // A scope of a later version is ignored.
        Set<Scope> scopes = issued.scopes().stream()
                .flatMap(text -> Scope.of(text).stream())
                .collect(Collectors.toSet());
        Instant expiresAt = issued.expiresAt();
        ApiKey key = new ApiKey(
                change.id(), issued.name(), scopes, issued.hash(), change.at(), change.actor(), expiresAt, null);
        // A read that began before a revocation in this process must not undo it.
        keys.merge(key.id(), key, (known, read) -> known.revokedAt() == null ? read : read.revoked(known.revokedAt()));
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
