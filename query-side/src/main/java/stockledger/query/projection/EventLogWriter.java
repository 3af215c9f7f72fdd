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
import stockledger.events.store.lookup.StoredEvents;

/**
 * Writes the documents of an {@link EventLog}, those of a batch by one request. An event that is delivered again has its
 * document already, which is kept.
 */
final class EventLogWriter<V> implements EventHandlerInvoker, BatchWrites {

    /** The MongoDB stand-in answers no query of the collection while it inserts. */
    private static final int MAX_DOCUMENTS = 500;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final EventLog<V> log;
    private final Documents<V> documents;
    private final StoredEvents stored;
    private final Set<Class<?>> families;
    private final String batchKey;
    private final Map<Class<?>, Boolean> handled = new ConcurrentHashMap<>();

    /** The greatest position of an event that was written, of the only segment; unknown before the first batch. */
    private volatile long written = UNKNOWN;

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
        List<VersionedDocument<V>> all = new ArrayList<>(batch.size());
        long last = written;
        for (DomainEventMessage<?> event : batch) {
            long token = tokenPosition(event);
            long position = token > last ? token : exactPosition(event, token);
            last = last == UNKNOWN ? token : Math.max(last, token);
            all.add(new VersionedDocument<>(
                    log.keyOf(event, position),
                    1,
                    Map.of(event.getAggregateIdentifier(), event.getSequenceNumber()),
                    log.entry(event)));
        }
        documents.insert(all);
        written = last;
    }

    /**
     * The first event of a process, and one that was appended late, may have a token with the position of an event that was
     * read before it. So may those of a batch that is repeated.
     */
    private long exactPosition(DomainEventMessage<?> event, long token) {
        return stored.positionOf(new StoredEvents.Address(event.getAggregateIdentifier(), event.getSequenceNumber()))
                .orElse(token);
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
    public void discard(int segment) {
        written = UNKNOWN;
    }
}
