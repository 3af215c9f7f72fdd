package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
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
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * Folds what happens to reservations into notes. A batch of events is folded in memory and each note is written once,
 * before the position of the batch is stored: after a crash the batch is folded again, and notes skip what they know.
 */
final class UpkeepReader implements EventHandlerInvoker {

    private static final String BATCH = UpkeepReader.class.getName();

    private final UpkeepNotes notes;
    private final Duration grace;

    UpkeepReader(UpkeepNotes notes, Duration grace) {
        this.notes = notes;
        this.grace = grace;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return ReservationEvent.class.isAssignableFrom(payloadType) || StockEvent.class.isAssignableFrom(payloadType);
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        ReservationId id = reservationOf(message.getPayload());
        return id != null && segment.matches(id.value().hashCode());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        List<DomainEventMessage<?>> batch = unit.root().getOrComputeResource(BATCH, key -> new ArrayList<>());
        batch.add((DomainEventMessage<?>) message);
        if (!(unit instanceof BatchingUnitOfWork<?> batching) || batching.isLastMessage(message)) {
            write(batch);
            batch.clear();
        }
    }

    private void write(List<DomainEventMessage<?>> batch) {
        Map<String, List<DomainEventMessage<?>>> byReservation = new LinkedHashMap<>();
        for (DomainEventMessage<?> event : batch) {
            ReservationId id = reservationOf(event.getPayload());
            if (id != null) {
                byReservation
                        .computeIfAbsent(id.value(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<String, UpkeepNote> known = new HashMap<>();
        notes.find(List.copyOf(byReservation.keySet())).forEach(note -> known.put(note.id(), note));
        List<UpkeepNote> folded = new ArrayList<>(byReservation.size());
        byReservation.forEach((id, events) -> folded.add(fold(known.getOrDefault(id, UpkeepNote.blank(id)), events)));
        if (!notes.storeAll(folded)) {
            // Somebody else wrote one of them meanwhile; notes skip what they know, so each is simply done again.
            byReservation.forEach(this::writeAlone);
        }
    }

    private void writeAlone(String id, List<DomainEventMessage<?>> events) {
        UpkeepNote note;
        do {
            UpkeepNote now = notes.find(id);
            note = fold(now == null ? UpkeepNote.blank(id) : now, events);
        } while (!notes.store(note));
    }

    private UpkeepNote fold(UpkeepNote before, List<DomainEventMessage<?>> events) {
        UpkeepNote note = before;
        for (DomainEventMessage<?> message : events) {
            long version = message.getSequenceNumber();
            Instant at = message.getTimestamp();
            if (message.getPayload() instanceof ReservationEvent event) {
                note = note.on(event, version, at, grace);
            } else if (message.getPayload() instanceof StockEvent event) {
                UpkeepNote.Phase phase = UpkeepNote.phaseOf(event);
                note = phase == null ? note : note.on(event, phase, version, at, grace);
            }
        }
        return note;
    }

    private static @Nullable ReservationId reservationOf(Object payload) {
        if (payload instanceof ReservationEvent event) {
            return event.id();
        } else if (payload instanceof UnitsHeld event) {
            return event.reservationId();
        } else if (payload instanceof UnitsAllocated event) {
            return event.reservationId();
        } else if (payload instanceof UnitsShipped event) {
            return event.reservationId();
        }
        if (payload instanceof AllocationReleased event) {
            return event.reservationId();
        }
        return payload instanceof HoldReleased event ? event.reservationId() : null;
    }
}
