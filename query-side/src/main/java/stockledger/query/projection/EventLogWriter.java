package stockledger.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import stockledger.events.DeliveredEvent;
import stockledger.events.store.lookup.StoredEvents;

/**
 * Writes the documents of an {@link EventLog}, those of a batch by one request. An event that is delivered again has its
 * document already, which is kept.
 */
final class EventLogWriter<V> implements EventHandlerInvoker, BatchWrites {

    /** The MongoDB stand-in answers no query of the collection while it inserts. */
    private static final int MAX_DOCUMENTS = 500;

    private final EventLog<V> log;
    private final Documents<V> documents;
    private final StoredEvents stored;
    private final Set<Class<?>> families;
    private final String batchKey;
    private final Map<Class<?>, Boolean> handled = new ConcurrentHashMap<>();

    EventLogWriter(EventLog<V> log, Documents<V> documents, StoredEvents stored) {
        this.log = log;
        this.documents = documents;
        this.stored = stored;
        this.families = log.families();
        this.batchKey = EventLogWriter.class.getName() + "/" + log.name();
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return payloadType == EventBatch.class || handles(payloadType);
    }

    /** Whether events of this type have documents. */
    boolean handles(Class<?> payloadType) {
        return handled.computeIfAbsent(
                payloadType, type -> families.stream().anyMatch(family -> family.isAssignableFrom(type)));
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return canHandleType(message.getPayloadType());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        List<DomainEventMessage<?>> batch = unit.root().getOrComputeResource(batchKey, key -> new ArrayList<>());
        batch.addAll(EventBatch.eventsOf(message));
        if (!(unit instanceof BatchingUnitOfWork<?> batching)
                || batching.isLastMessage(message)
                || batch.size() >= MAX_DOCUMENTS) {
            write(batch);
            batch.clear();
        }
    }

    private void write(List<DomainEventMessage<?>> batch) {
        Map<StoredEvents.Address, Long> latePositions = stored.positionsOf(batch.stream()
                .filter(DeliveredEvent::isLate)
                .map(EventLogWriter::address)
                .toList());
        List<VersionedDocument<V>> all = new ArrayList<>(batch.size());
        for (DomainEventMessage<?> event : batch) {
            long position = latePositions.getOrDefault(address(event), tokenPosition(event));
            all.add(new VersionedDocument<>(
                    log.keyOf(event, position),
                    1,
                    Map.of(event.getAggregateIdentifier(), event.getSequenceNumber()),
                    log.entry(event)));
        }
        documents.insert(all);
    }

    private static StoredEvents.Address address(DomainEventMessage<?> event) {
        return new StoredEvents.Address(event.getAggregateIdentifier(), event.getSequenceNumber());
    }

    private static long tokenPosition(EventMessage<?> message) {
        return message instanceof TrackedEventMessage<?> tracked ? Tokens.position(tracked.trackingToken()) : -1;
    }

    @Override
    public boolean isPending(int segment) {
        return false;
    }

    @Override
    public boolean isBehind(int segment) {
        return false;
    }

    @Override
    public boolean isDue(int segment) {
        return false;
    }

    /** Documents are written before the token of their batch is passed on. */
    @Override
    public boolean complete(int segment) {
        return true;
    }

    @Override
    public void discard(int segment) {}
}
