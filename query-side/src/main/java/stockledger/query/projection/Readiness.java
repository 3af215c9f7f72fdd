package stockledger.query.projection;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready once the live epoch of every projection has passed the head that the event store had at the start. */
final class Readiness implements HealthIndicator {

    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    Readiness(Iterable<String> projections) {
        projections.forEach(awaited::add);
    }

    @Override
    public Health health() {
        return awaited.isEmpty()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetails(Map.of("behind", awaited.stream().sorted().toList()))
                        .build();
    }

    boolean awaits(String projection) {
        return awaited.contains(projection);
    }

    boolean isComplete() {
        return awaited.isEmpty();
    }

    void markCaughtUp(String projection) {
        awaited.remove(projection);
    }
}
