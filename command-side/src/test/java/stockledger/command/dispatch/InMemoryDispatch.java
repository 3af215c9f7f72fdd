package stockledger.command.dispatch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/** Commands as they run, on a store in memory that can be emptied at once, so that thousands of shops take a minute. */
public final class InMemoryDispatch implements AutoCloseable {

    private static final DispatchSettings SETTINGS =
            new DispatchSettings(3_000, 20_000, 100_000, 4, 128, 10_000, 1_000, 60);

    private static final DispatchMeters METERS = new DispatchMeters(new SimpleMeterRegistry());

    private final ContentionDetector rivals = new ContentionDetector(SETTINGS.rivalsSeconds());
    private final AggregateCache cache;
    private final EventStore store;
    private final Traces traces;
    private final Configuration axon;
    private final PartitionedCommandQueue lanes;
    private volatile EventStorageEngine engine = new InMemoryEventStorageEngine();
    private volatile UnaryOperator<Object> onTheWay = UnaryOperator.identity();

    public InMemoryDispatch(List<AggregateRegistration<?>> rooms) {
        this(rooms, OpenTelemetry.noop());
    }

    /** The same, observed. */
    public InMemoryDispatch(List<AggregateRegistration<?>> rooms, OpenTelemetry telemetry) {
        traces = new Traces(telemetry);
        EventStorageEngine now = (EventStorageEngine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventStorageEngine.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        EmbeddedEventStore embedded =
                EmbeddedEventStore.builder().storageEngine(now).build();
        cache = new AggregateCache(SETTINGS.cachedAggregates(), rivals, embedded);
        DirectCommandBus bus = new DirectCommandBus(NoTransactionManager.instance(), List.of());
        bus.registerDispatchInterceptor(messages -> (index, message) -> sent(message));
        Configurer configurer = DefaultConfigurer.defaultConfiguration()
                .configureEventStore(ignored -> embedded)
                .configureCommandBus(ignored -> bus);
        rooms.forEach(room -> configurer.configureAggregate(
                AggregateConfigurer.defaultConfiguration(room.type()).configureCache(ignored -> cache)));
        store = embedded;
        axon = configurer.start();
        lanes = new PartitionedCommandQueue(
                new GroupCommit(bus, NoTransactionManager.instance(), new StaleReadCheck(store)),
                SETTINGS,
                METERS,
                rivals);
    }

    private CommandMessage<?> sent(CommandMessage<?> message) {
        Object command = onTheWay.apply(message.getPayload());
        return command == message.getPayload() ? message : new GenericCommandMessage<>(command, message.getMetaData());
    }

    /** Everything that happened is forgotten. */
    public void empty() {
        engine = new InMemoryEventStorageEngine();
        cache.removeAll();
    }

    /** Something happened, without anybody having decided it here. */
    public void happened(String stream, Object event) {
        engine.appendEvents(new GenericDomainEventMessage<>("given", stream, 0, event));
    }

    /** What becomes of each command before it is decided: another one, or an exception. */
    public void onTheWay(UnaryOperator<Object> change) {
        onTheWay = change;
    }

    public Commands commands() {
        return new Commands(lanes, SETTINGS, METERS, rivals, traces);
    }

    public KnownStreams known() {
        return new KnownStreams(store, SETTINGS);
    }

    /** All events, in the order in which they were stored. */
    public List<DomainEventMessage<?>> events() {
        return engine.readEvents(null, false)
                .<DomainEventMessage<?>>map(event -> (DomainEventMessage<?>) event)
                .toList();
    }

    @Override
    public void close() {
        lanes.close();
        axon.shutdown();
    }
}
