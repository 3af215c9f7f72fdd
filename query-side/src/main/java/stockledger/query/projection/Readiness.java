package stockledger.query.projection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import stockledger.events.StuckReaders;

/**
 * Ready once the live epoch of every projection has passed the head that the event store had at the start. A projection that
 * is stuck later is named in the details and leaves the instance ready: all instances read the same events, and without them
 * no page would be served. The details also count the keys that are parked.
 */
final class Readiness implements HealthIndicator {

    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    private final Set<String> all;
    private final StuckProjections stuck;
    private volatile EventStoreIdentity.@Nullable Difference refused;

    Readiness(Iterable<String> projections, StuckProjections stuck) {
        projections.forEach(awaited::add);
        this.all = Set.copyOf(awaited);
        this.stuck = stuck;
    }

    @Override
    public Health health() {
        Health.Builder health = awaited.isEmpty()
                ? Health.up()
                : Health.outOfService()
                        .withDetails(Map.of("behind", awaited.stream().sorted().toList()));
        EventStoreIdentity.Difference difference = refused;
        if (difference != null) {
            return Health.outOfService()
                    .withDetails(Map.of(
                            "eventStore", difference.reason(),
                            "lastKnownPosition", difference.lastKnown(),
                            "since", difference.since().toString()))
                    .build();
        }
        List<Map<String, Object>> details =
                stuck.all().stream().map(Readiness::details).toList();
        if (!details.isEmpty()) {
            health.withDetail("stuck", details);
        }
        Map<String, Long> parked = stuck.parking().keys().counts();
        if (!parked.isEmpty()) {
            health.withDetail("parked", parked);
        }
        return health.build();
    }

    /** An event by its type and position: health is public, and ids of a shop may be confidential. */
    private static Map<String, Object> details(StuckReaders.Trouble trouble) {
        return Map.of(
                "projection", trouble.reader(),
                "type", trouble.failure().type(),
                "position", trouble.failure().position(),
                "since", trouble.since().toString());
    }

    /** Not ready until an operator has accepted the event store. */
    void refuse(EventStoreIdentity.Difference difference) {
        refused = difference;
    }

    /** Awaits all projections again. */
    void restart() {
        awaited.addAll(all);
        refused = null;
    }

    boolean isComplete() {
        return awaited.isEmpty();
    }

    /** Whether the projection was awaited. */
    boolean markCaughtUp(String projection) {
        return awaited.remove(projection);
    }
}
