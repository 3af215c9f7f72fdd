package stockledger.command.dispatch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/** Command execution on an event store in memory that can be cleared, so that thousands of runs take a minute. */
public final class InMemoryDispatch implements AutoCloseable {

    private static final DispatchSettings SETTINGS = new DispatchSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(3), 20_000, 100_000, 4, 128, 10_000, Duration.ofMinutes(1));

    private static final DispatchMeters METERS = new DispatchMeters(new SimpleMeterRegistry());

    private final ContentionDetector contention = new ContentionDetector(SETTINGS.contentionWindow());
    private final AggregateCache cache;
    private final EventStore store;
    private final Traces traces;
    private final KeyUses keyless = command -> null;
    private final Configuration axon;
    private final PartitionedCommandQueue queue;
    private final List<DomainEventMessage<?>> read = new ArrayList<>();
    private @Nullable TrackingToken readTo;
    private volatile EventStorageEngine engine = new InMemoryEventStorageEngine();
    private volatile UnaryOperator<Object> interceptor = UnaryOperator.identity();

    public InMemoryDispatch(List<AggregateRegistration<?>> aggregates) {
        this(aggregates, OpenTelemetry.noop());
    }

    /** With traces. */
    public InMemoryDispatch(List<AggregateRegistration<?>> aggregates, OpenTelemetry telemetry) {
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
        cache = new AggregateCache(SETTINGS.cachedAggregates(), contention, embedded);
        DirectCommandBus bus = new DirectCommandBus(NoTransactionManager.instance(), List.of());
        bus.registerDispatchInterceptor(messages -> (index, message) -> sent(message));
        Configurer configurer = DefaultConfigurer.defaultConfiguration()
                .configureEventStore(ignored -> embedded)
                .configureCommandBus(ignored -> bus);
        aggregates.forEach(registration -> configurer.configureAggregate(
                AggregateConfigurer.defaultConfiguration(registration.type()).configureCache(ignored -> cache)));
        store = embedded;
        axon = configurer.start();
        queue = new PartitionedCommandQueue(
                new GroupCommit(bus, NoTransactionManager.instance(), new StaleReadCheck(store), keyless),
                SETTINGS,
                METERS,
                contention);
    }

    private CommandMessage<?> sent(CommandMessage<?> message) {
        Object command = interceptor.apply(message.getPayload());
        return command == message.getPayload() ? message : new GenericCommandMessage<>(command, message.getMetaData());
    }

    /** Deletes all events. */
    public void clear() {
        engine = new InMemoryEventStorageEngine();
        read.clear();
        readTo = null;
        cache.removeAll();
    }

    /** Appends an event without a command. */
    public void append(String stream, Object event) {
        engine.appendEvents(new GenericDomainEventMessage<>("given", stream, 0, event));
    }

    /** Fails a commit after its events are stored, as when the connection is lost before the answer arrives. */
    void failCommitOfAppend(RuntimeException failure, int append) {
        EventStorageEngine stored = engine;
        AtomicInteger appends = new AtomicInteger();
        engine = (EventStorageEngine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventStorageEngine.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(stored, arguments);
                    if (method.getName().equals("appendEvents") && appends.incrementAndGet() == append) {
                        CurrentUnitOfWork.get().onCommit(unit -> {
                            throw failure;
                        });
                    }
                    return result;
                });
    }

    /** Replaces each command before its execution, or throws. */
    public void interceptCommands(UnaryOperator<Object> interceptor) {
        this.interceptor = interceptor;
    }

    public Commands commands() {
        return new Commands(queue, SETTINGS, METERS, contention, traces, keyless);
    }

    public KnownStreams known() {
        return new KnownStreams(store, ForkJoinPool.commonPool());
    }

    /** All events, in the order in which they were stored: a view, which grows when this is called again by the same thread. */
    public List<DomainEventMessage<?>> events() {
        engine.readEvents(readTo, false).forEach(event -> {
            read.add((DomainEventMessage<?>) event);
            readTo = event.trackingToken();
        });
        return Collections.unmodifiableList(read);
    }

    @Override
    public void close() {
        queue.close();
        axon.shutdown();
    }
}
