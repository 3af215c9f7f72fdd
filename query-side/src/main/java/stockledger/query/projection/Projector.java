package stockledger.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import stockledger.events.DeliveredEvent;
import stockledger.events.StuckReaders;

/**
 * Collects the events of a batch and folds them with the last one, or once they are many bytes: a commit hook of the unit of work would run only after
 * the token was stored.
 */
final class Projector<V> implements EventHandlerInvoker {

    /** Stored size of the events that are folded at once: as objects they take some three times as much. */
    private static final int MAX_BYTES = 4 << 20;

    private final Projection<V> projection;
    private final BatchFolder<V> folder;
    private final long historyEnd;
    private final Epoch epoch;
    private final StuckProjections stuck;
    private final String batchKey;
    private final Set<Class<?>> families;
    private final ConcurrentHashMap<Class<?>, Boolean> handled = new ConcurrentHashMap<>();

    /** @param historyEnd position of the last event whose document no query can have read; -1 for none */
    Projector(Projection<V> projection, BatchFolder<V> folder, long historyEnd, Epoch epoch, StuckProjections stuck) {
        this.projection = projection;
        this.folder = folder;
        this.historyEnd = historyEnd;
        this.epoch = epoch;
        this.stuck = stuck;
        this.families = projection.families();
        this.batchKey = Projector.class.getName() + "/" + projection.name();
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return payloadType == EventBatch.class || handles(payloadType);
    }

    /** Whether it handles events of this type. Those of an unknown type are looked at, one by one. */
    boolean handles(Class<?> payloadType) {
        return handled.computeIfAbsent(
                payloadType,
                type -> type == UnknownSerializedType.class
                        || families.stream().anyMatch(family -> family.isAssignableFrom(type)));
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        if (!canHandleType(message.getPayloadType())) {
            return false;
        }
        boolean matches = false;
        for (DomainEventMessage<?> event : EventBatch.eventsOf(message)) {
            if (isIn(segment, event)) {
                matches = true;
                if (historyEnd >= 0) {
                    folder.countUnfolded(segment.getSegmentId());
                }
            }
        }
        return matches;
    }

    private boolean isIn(Segment segment, DomainEventMessage<?> event) {
        boolean isUnknown = event.getPayloadType() == UnknownSerializedType.class;
        if (isUnknown && projection.keyOfStream(event.getAggregateIdentifier()) == null) {
            // A newer release has more kinds of streams. This projection does not read them.
            return false;
        }
        String key = keyOf(event);
        return key != null && segment.matches(key.hashCode());
    }

    /** An event whose key is unknown, or which a newer release has stored, stops all segments. */
    private @Nullable String keyOf(DomainEventMessage<?> event) {
        try {
            return Keys.of(projection, event);
        } catch (EventStoreException e) {
            // The event store is away, and nothing is known about the event.
            throw e;
        } catch (RuntimeException e) {
            stuck.unreadable(
                    epoch,
                    new StuckReaders.Failure(
                            event.getAggregateIdentifier(),
                            event.getSequenceNumber(),
                            ProjectedEvent.typeName(event.getPayloadType(), e),
                            position(event),
                            StuckReaders.describe(e)));
            throw e;
        }
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        Collected batch = unit.root().getOrComputeResource(batchKey, key -> new Collected());
        for (DomainEventMessage<?> event : EventBatch.eventsOf(message)) {
            if (isIn(segment, event)) {
                batch.add(event);
            }
        }
        if (!(unit instanceof BatchingUnitOfWork<?> batching)
                || batching.isLastMessage(message)
                || batch.bytes >= MAX_BYTES) {
            fold(segment.getSegmentId(), position(message), batch.take());
        }
    }

    /** The events of a batch that are not folded yet. */
    private static final class Collected {

        private List<DomainEventMessage<?>> events = new ArrayList<>();
        private int bytes;

        void add(DomainEventMessage<?> event) {
            events.add(event);
            bytes += DeliveredEvent.bytesOf(event);
        }

        List<DomainEventMessage<?>> take() {
            List<DomainEventMessage<?>> taken = List.copyOf(events);
            events = new ArrayList<>();
            bytes = 0;
            return taken;
        }
    }

    private void fold(int segment, long position, List<DomainEventMessage<?>> batch) {
        try {
            folder.fold(
                    segment,
                    position <= historyEnd,
                    batch.stream().map(ProjectedEvent::evenUnreadable).toList());
        } catch (UnprocessableEventException e) {
            stuck.failed(epoch, segment, e, Math.min(e.event().position(), position));
            throw e;
        }
        stuck.processed(epoch, segment, position);
    }

    /** That of an event which was appended late is the greatest position read before it. */
    private static long position(EventMessage<?> message) {
        return message instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position().orElse(Long.MAX_VALUE)
                : Long.MAX_VALUE;
    }
}
