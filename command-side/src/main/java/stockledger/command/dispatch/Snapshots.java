package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotTrigger;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.SnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;

/**
 * Stores snapshots in proportion: the next one is due after a number of events, and not before as many came as the last
 * one holds. So a SKU with ten thousand open claims is not written down again for every two hundred more, and to read
 * it back takes no more than twice what it holds.
 */
final class Snapshots extends AggregateSnapshotter implements SnapshotTriggerDefinition {

    private final int leastEvents;
    private final Cache<String, Integer> weights;

    Snapshots(Builder builder, DispatchSettings settings) {
        super(builder);
        this.leastEvents = settings.snapshotEvery();
        this.weights =
                Caffeine.newBuilder().maximumSize(settings.cachedAggregates()).build();
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected @Nullable DomainEventMessage createSnapshot(Class<?> type, String stream, DomainEventStream events) {
        DomainEventMessage<?> snapshot = super.createSnapshot(type, stream, events);
        if (snapshot != null && snapshot.getPayload() instanceof SnapshotSize heavy) {
            weights.put(stream, heavy.weight());
        }
        return snapshot;
    }

    private int dueAfter(String stream) {
        Integer weight = weights.getIfPresent(stream);
        return weight == null ? leastEvents : Math.max(leastEvents, weight);
    }

    @Override
    public SnapshotTrigger prepareTrigger(Class<?> type) {
        return new Trigger(this, type);
    }

    @Override
    public SnapshotTrigger reconfigure(Class<?> type, SnapshotTrigger trigger) {
        return trigger;
    }

    /** Counts the events of one aggregate in memory. */
    private static final class Trigger extends AbstractSnapshotTrigger {

        private static final long serialVersionUID = 1L;

        private final transient Snapshots snapshots;
        private int events;
        private String stream = "";

        Trigger(Snapshots snapshots, Class<?> type) {
            super(snapshots, type);
            this.snapshots = snapshots;
        }

        @Override
        public void eventHandled(EventMessage<?> event) {
            events++;
            if (event instanceof DomainEventMessage<?> stored) {
                stream = stored.getAggregateIdentifier();
            }
            super.eventHandled(event);
        }

        @Override
        protected boolean exceedsThreshold() {
            return events >= snapshots.dueAfter(stream);
        }

        @Override
        protected void reset() {
            events = 0;
        }
    }
}
