package stockledger.command.reservation.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.UnprocessableEventException;
import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.events.Provenance;
import stockledger.events.ReservationId;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;

/**
 * Folds the events of reservations into records. The records of a batch are written together before its token is stored:
 * after a crash the batch is folded again, and records skip known versions.
 */
final class RecoveryReader implements EventHandlerInvoker {

    private static final String BATCH = RecoveryReader.class.getName();

    private final Commands commands;
    private final RecoveryRecords records;
    private final DueQueues queues;
    private final Duration delay;

    RecoveryReader(Commands commands, RecoveryRecords records, DueQueues queues, Duration delay) {
        this.commands = commands;
        this.records = records;
        this.queues = queues;
        this.delay = delay;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return ReservationEvent.class.isAssignableFrom(payloadType)
                || RecoveryLine.isOfReservation(payloadType)
                || payloadType == ProductDiscontinued.class
                || payloadType == ProductReactivated.class;
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        if (!canHandleType(message.getPayloadType())) {
            return false;
        }
        ReservationId id = reservationOf(message.getPayload());
        if (id == null && message.getPayload() instanceof ProductEvent decided) {
            return DueQueues.isIn(segment, decided.sku().value());
        }
        return id != null && DueQueues.isIn(segment, id.value());
    }

    /** The process that decided a product's sale may have crashed before the product's stock followed. */
    private void followProduct(DomainEventMessage<?> event) {
        if (event.getPayload() instanceof ProductEvent decided) {
            FollowProduct follow =
                    new FollowProduct(decided.sku(), decided instanceof ProductDiscontinued, event.getSequenceNumber());
            Object request = event.getMetaData().getOrDefault(Provenance.CORRELATION_ID, event.getIdentifier());
            new RequestContext(RequestContext.SERVICE, request.toString()).during(() -> commands.send(follow));
        }
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        List<DomainEventMessage<?>> batch = unit.root().getOrComputeResource(BATCH, key -> new ArrayList<>());
        batch.add((DomainEventMessage<?>) message);
        followProduct((DomainEventMessage<?>) message);
        if (!(unit instanceof BatchingUnitOfWork<?> batching) || batching.isLastMessage(message)) {
            DueQueue queue = queues.of(segment.getSegmentId());
            write(batch, queue);
            queue.readUpTo(message.getTimestamp());
            batch.clear();
        }
    }

    private void write(List<DomainEventMessage<?>> batch, DueQueue queue) {
        Map<String, List<DomainEventMessage<?>>> byReservation = new LinkedHashMap<>();
        for (DomainEventMessage<?> event : batch) {
            ReservationId id = reservationOf(event.getPayload());
            if (id != null) {
                byReservation
                        .computeIfAbsent(id.value(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<String, RecoveryRecord> known = new HashMap<>();
        records.find(List.copyOf(byReservation.keySet())).forEach(record -> known.put(record.id(), record));
        List<RecoveryRecord> folded = new ArrayList<>();
        byReservation.forEach((id, events) -> {
            RecoveryRecord before = known.getOrDefault(id, RecoveryRecord.blank(id));
            RecoveryRecord after = fold(before, events, delay);
            if (!after.equals(before)) {
                folded.add(after);
            }
        });
        if (!records.store(folded)) {
            // Another instance changed some of them: fold each again onto the stored record.
            folded.forEach(record -> write(record.id(), byReservation.getOrDefault(record.id(), List.of()), queue));
            return;
        }
        folded.forEach(record -> queue.put(record.id(), record.dueAt()));
    }

    private void write(String id, List<DomainEventMessage<?>> events, DueQueue queue) {
        RecoveryRecord record;
        do {
            RecoveryRecord now = records.find(id);
            record = fold(now == null ? RecoveryRecord.blank(id) : now, events, delay);
        } while (!records.store(List.of(record)));
        queue.put(id, record.dueAt());
    }

    /** A record after further events of its reservation. */
    static RecoveryRecord fold(RecoveryRecord before, List<DomainEventMessage<?>> events, Duration delay) {
        RecoveryRecord record = before;
        for (DomainEventMessage<?> message : events) {
            try {
                record = record.on(message.getPayload(), message.getSequenceNumber(), message.getTimestamp(), delay);
            } catch (RuntimeException e) {
                throw new UnprocessableEventException(message, e);
            }
        }
        return record;
    }

    static @Nullable ReservationId reservationOf(Object payload) {
        if (payload instanceof ReservationEvent event) {
            return event.id();
        }
        return payload instanceof StockEvent event ? RecoveryLine.reservationOf(event) : null;
    }
}
