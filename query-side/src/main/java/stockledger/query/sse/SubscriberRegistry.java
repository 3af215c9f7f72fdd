package stockledger.query.sse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.query.cache.CachedResponse;
import stockledger.query.http.QueryProblemException;

/** The open subscribers, also by the keys that they watch. */
final class SubscriberRegistry {

    private final SseSettings settings;
    private final Set<SseSubscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Set<SseSubscriber>> byKey = new ConcurrentHashMap<>();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private boolean closed;

    SubscriberRegistry(SseSettings settings) {
        this.settings = settings;
    }

    /** @throws QueryProblemException {@code too-many-streams} above the configured limits */
    synchronized void add(SseSubscriber subscriber) {
        if (closed) {
            throw QueryProblemException.unavailable("unavailable", "This process is shutting down.");
        }
        int ofCaller = byCaller.getOrDefault(subscriber.caller(), 0);
        if (ofCaller >= settings.maxSubscribersPerCaller()) {
            throw QueryProblemException.unavailable(
                    "too-many-streams", "The limit of open streams of one caller in this process is reached.");
        }
        long newKeys = subscriber.keys().stream()
                .filter(key -> !byKey.containsKey(key))
                .count();
        if (subscribers.size() >= settings.maxSubscribers() || byKey.size() + newKeys > settings.maxSkus()) {
            throw QueryProblemException.unavailable(
                    "too-many-streams", "The limit of open streams or of watched SKUs of this process is reached.");
        }
        subscribers.add(subscriber);
        byCaller.put(subscriber.caller(), ofCaller + 1);
        subscriber
                .keys()
                .forEach(key -> byKey.computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet())
                        .add(subscriber));
    }

    synchronized void remove(SseSubscriber subscriber) {
        if (subscribers.remove(subscriber)) {
            byCaller.computeIfPresent(subscriber.caller(), (caller, count) -> count == 1 ? null : count - 1);
            for (String key : subscriber.keys()) {
                byKey.computeIfPresent(key, (present, watching) -> {
                    watching.remove(subscriber);
                    return watching.isEmpty() ? null : watching;
                });
            }
        }
    }

    /** Accepts no more subscribers and returns the open ones. */
    Set<SseSubscriber> close() {
        synchronized (this) {
            closed = true;
        }
        return subscribers;
    }

    Set<SseSubscriber> all() {
        return subscribers;
    }

    boolean isWatched(String key) {
        return byKey.containsKey(key);
    }

    List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    void offer(String key, CachedResponse page) {
        byKey.getOrDefault(key, Set.of()).forEach(subscriber -> subscriber.offer(key, page));
    }

    int size() {
        return subscribers.size();
    }
}
