package stockledger.query.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Responses cached in this process, as many as fit.
 *
 * <p>An entry is served while it is younger than the bound on staleness, or while heartbeats prove that every invalidation
 * since it was loaded has been received. Loads in progress are entries too: one thread loads, the others wait, and an
 * invalidation replaces or removes the load, so that its result is not cached.
 */
final class LocalCache {

    /** Approximate memory of an entry without its key and body, in bytes. */
    private static final int ENTRY_BYTES = 160;

    private static final double NEARLY_FULL = 0.9;

    /** Without an expiry after access Caffeine records no reads until it is half full, and cannot rank keys by use. */
    private static final Duration MAX_IDLE = Duration.ofDays(1);

    private final AsyncCache<String, Entry> entries;
    private final CacheMeters meters;
    private final LongSupplier clock;
    private final long stalenessNanos;
    private final long maxBytes;
    private volatile Subscription subscription = new Subscription(0, 0);

    /**
     * An empty cache.
     *
     * @param clock monotonic nanoseconds
     */
    LocalCache(CacheSettings settings, CacheMeters meters, LongSupplier clock) {
        this.meters = meters;
        this.clock = clock;
        this.stalenessNanos = settings.maxStaleness().toNanos();
        this.maxBytes = settings.maxBytes();
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .expireAfterAccess(MAX_IDLE)
                // A thread of a pool would be woken up for every few reads.
                .executor(Runnable::run)
                .<String, Entry>weigher((key, entry) -> entry.bytes() + key.length())
                .<String, Entry>evictionListener((key, entry, cause) -> meters.processEvictions.increment())
                .buildAsync();
    }

    /**
     * A loaded entry.
     *
     * @param response null for an unknown product
     * @param loadedAt when the load began
     * @param subscriptionId of the subscription when the load began; 0 for none
     */
    record Entry(@Nullable CachedResponse response, long loadedAt, long subscriptionId) {
        int bytes() {
            return ENTRY_BYTES + (response == null ? 0 : response.bytes());
        }

        private long revision() {
            return response == null ? -1 : response.revision();
        }
    }

    /**
     * The invalidation channel.
     *
     * @param id counts subscriptions; 0 while there is none
     * @param provenAt every invalidation published before has been received
     */
    private record Subscription(long id, long provenAt) {}

    /** The entry of a key, if it may be served; null when there is none. */
    @Nullable
    Entry get(String key) {
        Entry entry = entries.synchronous().getIfPresent(key);
        return entry == null || !isValid(entry) ? null : entry;
    }

    private boolean isValid(Entry entry) {
        long now = clock.getAsLong();
        if (now - entry.loadedAt() < stalenessNanos) {
            return true;
        }
        // Entries of unknown products expire, since their number is unbounded.
        return entry.response() != null && entry.subscriptionId() != 0 && isProven(entry.subscriptionId(), now);
    }

    /** Whether heartbeats prove that this process receives invalidations. */
    boolean isSubscribed() {
        return provenSubscriptionId() != 0;
    }

    /** Id of the subscription whose heartbeats arrive within the bound; 0 for none. */
    long provenSubscriptionId() {
        long id = subscription.id();
        return id != 0 && isProven(id, clock.getAsLong()) ? id : 0;
    }

    private boolean isProven(long subscriptionId, long now) {
        Subscription current = subscription;
        return subscriptionId == current.id() && now - current.provenAt() < stalenessNanos;
    }

    /**
     * Entries that may be served and are accepted; the others are loaded, each by one thread at a time.
     *
     * @param load returns the responses that exist; its exception is thrown to all waiting callers
     */
    Map<String, Entry> get(
            Collection<String> keys,
            BiPredicate<String, Entry> accepted,
            Function<List<String>, Map<String, CachedResponse>> load) {
        Subscription current = subscription;
        return load(keys, accepted, clock.getAsLong(), current.id(), load);
    }

    /**
     * An entry without invalidations: it expires after the bound on staleness. Some expire sooner, down to half of it, so
     * that entries loaded in one burst are not loaded again in one burst.
     */
    Entry getShortLived(String key, Function<List<String>, Map<String, CachedResponse>> load) {
        long age = ThreadLocalRandom.current().nextLong(stalenessNanos / 2);
        return Objects.requireNonNull(load(List.of(key), (same, entry) -> true, clock.getAsLong() - age, 0, load)
                .get(key));
    }

    private Map<String, Entry> load(
            Collection<String> keys,
            BiPredicate<String, Entry> accepted,
            long loadedAt,
            long subscriptionId,
            Function<List<String>, Map<String, CachedResponse>> load) {
        Map<String, Entry> rejected = new HashMap<>();
        for (String key : keys) {
            CompletableFuture<Entry> future = entries.getIfPresent(key);
            Entry entry = future == null ? null : entries.synchronous().getIfPresent(key);
            if (entry != null && !(isValid(entry) && accepted.test(key, entry))) {
                rejected.put(key, entry);
                entries.asMap().remove(key, future);
            }
        }
        try {
            // Runs on this thread and outside of Caffeine's locks, so that two threads may load each other's keys.
            return entries.getAll(keys, (missing, executor) -> {
                        List<String> names = List.copyOf(missing);
                        Map<String, CachedResponse> loaded = loadOrFail(load, names);
                        Map<String, Entry> made = new HashMap<>();
                        names.forEach(key -> made.put(
                                key, newer(rejected.get(key), new Entry(loaded.get(key), loadedAt, subscriptionId))));
                        meters.processFills.increment(made.size());
                        return CompletableFuture.completedFuture(made);
                    })
                    .join();
        } catch (CompletionException | LoadFailed e) {
            throw causeOf(e);
        }
    }

    private static Entry newer(@Nullable Entry before, Entry loaded) {
        return before != null && before.revision() > loaded.revision() ? before : loaded;
    }

    private static Map<String, CachedResponse> loadOrFail(
            Function<List<String>, Map<String, CachedResponse>> load, List<String> keys) {
        try {
            return load.apply(keys);
        } catch (RuntimeException | Error e) {
            throw new LoadFailed(e);
        }
    }

    private static RuntimeException causeOf(RuntimeException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException || cause instanceof LoadFailed) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** A cancellation, since Caffeine logs every other failure of a load: one stack trace per query without MongoDB. */
    private static final class LoadFailed extends CancellationException {
        private LoadFailed(Throwable cause) {
            initCause(cause);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * Replaces an entry that is older than the revision, and a load in progress, by the published response, or removes it
     * when none was published. A key that is not cached stays absent.
     *
     * <p>The message may have been under way for long, so the new entry is served only while heartbeats prove that the
     * messages after it arrive too.
     *
     * @param subscriptionId of the subscription that received it
     */
    void replace(Invalidation invalidation, long subscriptionId) {
        entries.asMap().computeIfPresent(invalidation.key(), (same, future) -> {
            Entry entry = loaded(future);
            if (entry != null && entry.revision() >= invalidation.revision()) {
                return future;
            }
            CachedResponse published = invalidation.response();
            if (published == null) {
                return null;
            }
            meters.processFills.increment();
            return CompletableFuture.completedFuture(
                    new Entry(published, clock.getAsLong() - stalenessNanos, subscriptionId));
        });
    }

    /** Weighs the entry of a response again after it was compressed. */
    void reweigh(String key, CachedResponse response) {
        entries.asMap().computeIfPresent(key, (same, future) -> {
            Entry entry = loaded(future);
            return entry != null && entry.response() == response
                    ? CompletableFuture.completedFuture(new Entry(response, entry.loadedAt(), entry.subscriptionId()))
                    : future;
        });
    }

    private static @Nullable Entry loaded(CompletableFuture<Entry> future) {
        return future.isDone() && !future.isCompletedExceptionally() ? future.join() : null;
    }

    /** Invalidations are received from now on. */
    void subscribed(long subscriptionId) {
        subscription = new Subscription(subscriptionId, clock.getAsLong());
    }

    /** A heartbeat that was sent at this time has arrived. */
    void heartbeat(long subscriptionId, long sentAt) {
        Subscription before = subscription;
        if (before.id() == subscriptionId && sentAt - before.provenAt() > 0) {
            subscription = new Subscription(subscriptionId, sentAt);
        }
    }

    /** Invalidations may be missed from now on: everything is removed. */
    void disconnected() {
        subscription = new Subscription(0, 0);
        entries.asMap().clear();
    }

    /** Whether further warming would evict the responses that were loaded first. */
    boolean isNearlyFull() {
        return bytes() > maxBytes * NEARLY_FULL;
    }

    /** Removes the entries of a region that is no longer served. */
    void removeAll(String prefix) {
        entries.asMap().keySet().removeIf(key -> key.startsWith(prefix));
    }

    /** The keys with this prefix that Caffeine would keep longest, hottest first. */
    List<String> hottest(String prefix, int limit) {
        return policy().hottest(all -> all.filter(entry ->
                        entry.getKey().startsWith(prefix) && entry.getValue().response() != null)
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Memory of all entries, keys included, after the maintenance that Caffeine would do later. */
    long bytes() {
        entries.synchronous().cleanUp();
        return policy().weightedSize().orElse(0);
    }

    private Policy.Eviction<String, Entry> policy() {
        return entries.synchronous().policy().eviction().orElseThrow();
    }
}
