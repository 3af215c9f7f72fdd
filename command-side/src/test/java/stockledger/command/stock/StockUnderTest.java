package stockledger.command.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import stockledger.command.dispatch.Outcome;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;

/** A stock aggregate with nothing around it, so that hundreds of thousands of commands take seconds. */
final class StockUnderTest {

    private static final AggregateModel<StockItem> MODEL =
            AnnotatedAggregateMetaModelFactory.inspectAggregate(StockItem.class);

    private final List<DomainEventMessage<?>> events = new ArrayList<>();
    private final EventSourcedAggregate<StockItem> aggregate;

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

    /** The same stock, read again from what was stored. */
    StockUnderTest readAgain() {
        return new StockUnderTest(List.copyOf(events));
    }

    List<Object> events() {
        return events.stream().<Object>map(DomainEventMessage::getPayload).toList();
    }

    Object decide(StockCommand command) {
        return aggregate.invoke(decision(command)).answer();
    }

    private static Function<StockItem, Outcome<?>> decision(StockCommand command) {
        if (command instanceof ReceiveStock receive) {
            return item -> item.receive(receive);
        } else if (command instanceof AdjustStock adjust) {
            return item -> item.adjust(adjust);
        } else if (command instanceof HoldUnits hold) {
            return item -> item.hold(hold);
        } else if (command instanceof AssessUnits assess) {
            return item -> item.assess(assess);
        } else if (command instanceof AllocateUnits allocate) {
            return item -> item.allocate(allocate);
        } else if (command instanceof ReleaseUnits release) {
            return item -> item.release(release);
        } else if (command instanceof ShipUnits ship) {
            return item -> item.ship(ship);
        }
        throw new IllegalArgumentException("unknown command " + command);
    }
}
