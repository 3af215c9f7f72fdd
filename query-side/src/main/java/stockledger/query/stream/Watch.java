package stockledger.query.stream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.query.cache.Ready;
import stockledger.query.http.Refused;

/** Who watches what. */
final class Watch {

    private final StreamSettings settings;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Set<Viewer>> byKey = new ConcurrentHashMap<>();
    private boolean closed;

    Watch(StreamSettings settings) {
        this.settings = settings;
    }

    /** @throws Refused {@code too-many-streams} when there is no room for one more */
    synchronized void add(Viewer viewer) {
        if (closed) {
            throw Refused.later("unavailable", "This process is about to end.");
        }
        long more =
                viewer.keys().stream().filter(key -> !byKey.containsKey(key)).count();
        if (viewers.size() >= settings.mostClients() || byKey.size() + more > settings.mostSkus()) {
            throw Refused.later("too-many-streams", "No more callers, or no more SKUs, are watched for here.");
        }
        viewers.add(viewer);
        viewer.keys()
                .forEach(key -> byKey.computeIfAbsent(key, first -> ConcurrentHashMap.newKeySet())
                        .add(viewer));
    }

    synchronized void remove(Viewer viewer) {
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
    Set<Viewer> close() {
        synchronized (this) {
            closed = true;
        }
        return viewers;
    }

    Set<Viewer> viewers() {
        return viewers;
    }

    boolean isWatched(String key) {
        return byKey.containsKey(key);
    }

    List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    void offer(String key, Ready page) {
        byKey.getOrDefault(key, Set.of()).forEach(viewer -> viewer.offer(key, page));
    }

    int size() {
        return viewers.size();
    }
}
