package stockledger.query.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Passes received invalidations on to listeners, and reports whether some may have been missed. */
public final class InvalidationEvents {

    private final LocalCache local;
    private final CacheGenerationStore generation;
    private final Duration maxStaleness;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    InvalidationEvents(LocalCache local, CacheGenerationStore generation, Duration maxStaleness) {
        this.local = local;
        this.generation = generation;
        this.maxStaleness = maxStaleness;
    }

    /** Called for each invalidation on the thread of the Redis connection: must not block or throw. */
    @FunctionalInterface
    public interface Listener {
        void onInvalidation(String region, String key);
    }

    /**
     * The state under which invalidations are received. When it changes, invalidations may have been missed in between.
     *
     * @param subscriptionId counts subscriptions to the channel; 0 while heartbeats do not prove that one works
     * @param generation id of the cache generation; null before MongoDB was reached
     * @param slotInvalidations how often slots of this generation were invalidated
     */
    public record SubscriptionState(
            long subscriptionId, @Nullable String generation, long slotInvalidations) {

        /** Whether every invalidation is received. */
        public boolean isActive() {
            return subscriptionId != 0 && generation != null;
        }
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public SubscriptionState state() {
        CacheGeneration known = generation.current();
        return new SubscriptionState(
                local.provenSubscriptionId(),
                known == null ? null : known.id(),
                known == null ? 0 : known.slotInvalidations());
    }

    /** How old a response of the local cache may be while no heartbeat arrives. */
    public Duration maxStaleness() {
        return maxStaleness;
    }

    void onInvalidation(String redisKey) {
        int key = redisKey.lastIndexOf(':');
        int generationId = redisKey.lastIndexOf(':', key - 1);
        if (generationId > 0) {
            String region = redisKey.substring(0, generationId);
            listeners.forEach(listener -> listener.onInvalidation(region, redisKey.substring(key + 1)));
        }
    }
}
