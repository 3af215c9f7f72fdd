package stockledger.command.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.caching.NoCache;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchSettings.class)
class DispatchConfiguration {

    /** Snapshots are optional: when the queue is full, the oldest is dropped. */
    private static final int MAX_QUEUED_SNAPSHOTS = 1000;

    /** Fewer than connections to the event store. */
    private static final int LOOK_UP_THREADS = 8;

    private static final int MAX_QUEUED_LOOK_UPS = 1000;

    @Bean
    DirectCommandBus commandBus(TransactionManager transactions, List<CorrelationDataProvider> correlation) {
        return new DirectCommandBus(transactions, correlation);
    }

    @Bean(destroyMethod = "close")
    PartitionedCommandQueue commandQueue(
            DirectCommandBus bus,
            @Qualifier("appendTransactions") TransactionManager transactions,
            EventStore store,
            KeyUses keys,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector contention) {
        return meters.measured(new PartitionedCommandQueue(
                new GroupCommit(bus, transactions, new StaleReadCheck(store), keys), settings, meters, contention));
    }

    @Bean
    DispatchMeters dispatchMeters(MeterRegistry registry) {
        return new DispatchMeters(registry);
    }

    /** The bean's name is the name of its health indicator. */
    @Bean("readers")
    EventReaders eventReaders(MeterRegistry registry) {
        return new EventReaders(Clock.systemUTC(), registry);
    }

    @Bean
    Traces traces(OpenTelemetry telemetry) {
        return new Traces(telemetry);
    }

    @Bean
    ContentionDetector contentionDetector(DispatchSettings settings) {
        return new ContentionDetector(settings.contentionWindow());
    }

    @Bean
    Commands commands(
            PartitionedCommandQueue queue,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector contention,
            Traces traces,
            KeyUses keys) {
        return new Commands(queue, settings, meters, contention, traces, keys);
    }

    @Bean
    KnownStreams knownStreams(EventStore store, @Qualifier("lookUpThreads") ExecutorService lookUps) {
        return new KnownStreams(store, lookUps);
    }

    /** A thread ends when it was idle; a look-up takes less than a millisecond. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService lookUpThreads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LOOK_UP_THREADS,
                LOOK_UP_THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MAX_QUEUED_LOOK_UPS),
                work -> new Thread(work, "look-up-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean
    AggregateCache aggregateCache(DispatchSettings settings, ContentionDetector contention, EventStore store) {
        return new AggregateCache(settings.cachedAggregates(), contention, store);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService snapshotThread() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_QUEUED_SNAPSHOTS),
                work -> new Thread(work, "snapshots"),
                new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    @Bean
    Snapshots snapshots(
            EventStore store,
            TransactionManager transactions,
            @Qualifier("snapshotThread") ExecutorService snapshotThread,
            List<AggregateRegistration<?>> aggregates,
            DispatchSettings settings) {
        return new Snapshots(
                AggregateSnapshotter.builder()
                        .eventStore(store)
                        .transactionManager(transactions)
                        .executor(snapshotThread)
                        .aggregateFactories(aggregates.stream()
                                .<AggregateFactory<?>>map(
                                        registration -> new GenericAggregateFactory<>(registration.type()))
                                .toList()),
                settings);
    }

    @Bean
    ConfigurerModule aggregates(List<AggregateRegistration<?>> aggregates, AggregateCache cache, Snapshots snapshots) {
        return configurer -> aggregates.forEach(
                registration -> configurer.configureAggregate(aggregate(registration, cache, snapshots)));
    }

    private static <T> AggregateConfigurer<T> aggregate(
            AggregateRegistration<T> registration, AggregateCache cache, Snapshots snapshots) {
        return AggregateConfigurer.defaultConfiguration(registration.type())
                .configureCommandTargetResolver(axon -> new AggregateIdResolver())
                .configureRepository(
                        axon -> new AggregateRepository<>(EventSourcingRepository.builder(registration.type())
                                .parameterResolverFactory(axon.parameterResolverFactory())
                                .handlerDefinition(axon.handlerDefinition(registration.type()))
                                .eventStore(axon.eventStore())
                                .aggregateFactory(new GenericAggregateFactory<>(registration.type()))
                                .repositoryProvider(axon::repository)
                                .snapshotTriggerDefinition(snapshots)
                                .cache(registration.cached() ? cache : NoCache.INSTANCE)));
    }
}
