package stockledger.command.reservation;

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
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;

/**
 * Folds what happens to reservations into notes. A batch of events is folded in memory and its notes are written
 * together, before the position of the batch is stored: after a crash the batch is folded again, and notes skip what
 * they know.
 */
final class RecoveryReader implements EventHandlerInvoker {

    private static final String BATCH = RecoveryReader.class.getName();

    private final RecoveryRecords notes;
    private final DueQueues agendas;
    private final Duration grace;

    RecoveryReader(RecoveryRecords notes, DueQueues agendas, Duration grace) {
        this.notes = notes;
        this.agendas = agendas;
        this.grace = grace;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return ReservationEvent.class.isAssignableFrom(payloadType) || StockEvent.class.isAssignableFrom(payloadType);
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        ReservationId id = reservationOf(message.getPayload());
        return id != null && DueQueues.isIn(segment, id.value());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        List<DomainEventMessage<?>> batch = unit.root().getOrComputeResource(BATCH, key -> new ArrayList<>());
        batch.add((DomainEventMessage<?>) message);
        if (!(unit instanceof BatchingUnitOfWork<?> batching) || batching.isLastMessage(message)) {
            DueQueue agenda = agendas.of(segment.getSegmentId());
            write(batch, agenda);
            agenda.readUpTo(message.getTimestamp());
            batch.clear();
        }
    }

    private void write(List<DomainEventMessage<?>> batch, DueQueue agenda) {
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
        notes.find(List.copyOf(byReservation.keySet())).forEach(note -> known.put(note.id(), note));
        List<RecoveryRecord> folded = new ArrayList<>();
        byReservation.forEach((id, events) -> {
            RecoveryRecord before = known.getOrDefault(id, RecoveryRecord.blank(id));
            RecoveryRecord after = fold(before, events, grace);
            if (!after.equals(before)) {
                folded.add(after);
            }
        });
        if (!notes.store(folded)) {
            // Another instance wrote some of them meanwhile, or still: one by one, each on what is written now.
            folded.forEach(note -> write(note.id(), byReservation.getOrDefault(note.id(), List.of()), agenda));
            return;
        }
        folded.forEach(note -> agenda.put(note.id(), note.dueAt()));
    }

    private void write(String id, List<DomainEventMessage<?>> events, DueQueue agenda) {
        RecoveryRecord note;
        do {
            RecoveryRecord now = notes.find(id);
            note = fold(now == null ? RecoveryRecord.blank(id) : now, events, grace);
        } while (!notes.store(List.of(note)));
        agenda.put(id, note.dueAt());
    }

    /** A note after some more of its reservation's events. */
    static RecoveryRecord fold(RecoveryRecord before, List<DomainEventMessage<?>> events, Duration grace) {
        RecoveryRecord note = before;
        for (DomainEventMessage<?> message : events) {
            note = note.on(message.getPayload(), message.getSequenceNumber(), message.getTimestamp(), grace);
        }
        return note;
    }

    static @Nullable ReservationId reservationOf(Object payload) {
        if (payload instanceof ReservationEvent event) {
            return event.id();
        }
        return payload instanceof StockEvent event ? RecoveryLine.reservationOf(event) : null;
    }
}
