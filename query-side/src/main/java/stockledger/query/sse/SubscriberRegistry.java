package stockledger.query.sse;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.query.cache.CachedResponse;
import stockledger.query.http.QueryProblemException;

/** Who watches what. */
final class SubscriberRegistry {

    private final StreamSettings settings;
    private final Set<SseSubscriber> viewers = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Set<SseSubscriber>> byKey = new ConcurrentHashMap<>();
    private boolean closed;

    SubscriberRegistry(StreamSettings settings) {
        this.settings = settings;
    }

    /** @throws QueryProblemException {@code too-many-streams} when there is no room for one more */
    synchronized void add(SseSubscriber viewer) {
        if (closed) {
            throw QueryProblemException.later("unavailable", "This process is about to end.");
        }
        long more =
                viewer.keys().stream().filter(key -> !byKey.containsKey(key)).count();
        if (viewers.size() >= settings.mostClients() || byKey.size() + more > settings.mostSkus()) {
            throw QueryProblemException.later(
                    "too-many-streams", "No more callers, or no more SKUs, are watched for here.");
        }
        viewers.add(viewer);
        viewer.keys()
                .forEach(key -> byKey.computeIfAbsent(key, first -> ConcurrentHashMap.newKeySet())
                        .add(viewer));
    }

    synchronized void remove(SseSubscriber viewer) {
        if (viewers.remove(viewer)) {
            for (String key : viewer.keys()) {
                byKey.computeIfPresent(key, (same, those) -> {
                    those.remove(viewer);
                    return those.isEmpty() ? null : those;
                });
            }
        }
    }

    /** Nobody may come any more; who is here is to go. */
    Set<SseSubscriber> close() {
        synchronized (this) {
            closed = true;
        }
        return viewers;
    }

    Set<SseSubscriber> viewers() {
        return viewers;
    }

    boolean isWatched(String key) {
        return byKey.containsKey(key);
    }

    List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    void offer(String key, CachedResponse page) {
        byKey.getOrDefault(key, Set.of()).forEach(viewer -> viewer.offer(key, page));
    }

    int size() {
        return viewers.size();
    }
}
