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
 * Triggers a snapshot after the snapshot interval, or after as many events as the last snapshot has entries, whichever is
 * more. So a SKU with ten thousand open claims is not stored again every two hundred events, and reading it costs at most
 * twice its size.
 */
final class Snapshots extends AggregateSnapshotter implements SnapshotTriggerDefinition {

    private final int interval;
    private final Cache<String, Integer> weights;

    Snapshots(Builder builder, DispatchSettings settings) {
        super(builder);
        this.interval = settings.snapshotInterval();
        this.weights =
                Caffeine.newBuilder().maximumSize(settings.cachedAggregates()).build();
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected @Nullable DomainEventMessage createSnapshot(Class<?> type, String stream, DomainEventStream events) {
        DomainEventMessage<?> snapshot = super.createSnapshot(type, stream, events);
        if (snapshot != null && snapshot.getPayload() instanceof SnapshotSize sized) {
            weights.put(stream, sized.weight());
        }
        return snapshot;
    }

    private int dueAfter(String stream) {
        Integer weight = weights.getIfPresent(stream);
        return weight == null ? interval : Math.max(interval, weight);
    }

    @Override
    public SnapshotTrigger prepareTrigger(Class<?> type) {
        return new Trigger(this, type);
    }

    @Override
    public SnapshotTrigger reconfigure(Class<?> type, SnapshotTrigger trigger) {
        return trigger;
    }

    /** Counts the events of one cached aggregate since its snapshot. */
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
