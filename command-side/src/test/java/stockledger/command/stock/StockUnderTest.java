package stockledger.command.stock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import stockledger.command.dispatch.Outcome;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.events.stock.StockEvent.UnitsAllocated;

/** A stock aggregate without command bus and event store, fast enough for hundreds of thousands of commands. */
final class StockUnderTest {

    private static final AggregateModel<StockItem> MODEL =
            AnnotatedAggregateMetaModelFactory.inspectAggregate(StockItem.class);

    private final List<DomainEventMessage<?>> events = new ArrayList<>();
    private final EventSourcedAggregate<StockItem> aggregate;
    private long time = 1_772_000_000_000L;

    StockUnderTest() {
        this(List.of());
    }

    private StockUnderTest(List<DomainEventMessage<?>> before) {
        SimpleEventBus bus = SimpleEventBus.builder().build();
        bus.subscribe(messages -> messages.forEach(message -> events.add((DomainEventMessage<?>) message)));
        aggregate = EventSourcedAggregate.initialize(
                new StockItem(), MODEL, bus, NoSnapshotTriggerDefinition.INSTANCE.prepareTrigger(StockItem.class));
        if (!before.isEmpty()) {
            aggregate.initializeState(DomainEventStream.of(before));
        }
        events.addAll(before);
    }

    /** The same stock, replayed from its events. */
    StockUnderTest replayed() {
        StockUnderTest replayed = new StockUnderTest(List.copyOf(events));
        replayed.time = time;
        return replayed;
    }

    StockItem item() {
        return aggregate.invoke(item -> item);
    }

    List<Object> events() {
        return events.stream().<Object>map(DomainEventMessage::getPayload).toList();
    }

    /** The time of the next event; every event has its own. */
    Instant now() {
        return Instant.ofEpochMilli(time);
    }

    /** The time of the first event of a decision that moved units. */
    Instant movedAt(int firstEvent) {
        return events.stream()
                .skip(firstEvent)
                .filter(event -> !(event.getPayload() instanceof UnitsAllocated))
                .map(DomainEventMessage::getTimestamp)
                .findFirst()
                .orElse(now());
    }

    Object decide(StockCommand command) {
        if (command instanceof AssessUnits assess) {
            return aggregate.invoke(item -> item.assess(assess)).answer();
        }
        CommandMessage<StockCommand> message = new GenericCommandMessage<>(command);
        Clock before = GenericEventMessage.clock;
        GenericEventMessage.clock = new Ticking();
        try {
            ResultMessage<Object> result = DefaultUnitOfWork.<CommandMessage<?>>startAndGet(message)
                    .executeWithResult(() -> aggregate.handle(message));
            if (result.isExceptional()) {
                throw (RuntimeException) result.exceptionResult();
            }
            return ((Outcome<?>) result.getPayload()).answer();
        } finally {
            GenericEventMessage.clock = before;
        }
    }

    private final class Ticking extends Clock {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(time++);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
