package stockledger.command.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
class DispatchWiring {

    /** Snapshots are a help, not a duty: when more wait than this, the oldest wish is forgotten. */
    private static final int MOST_WAITING_SNAPSHOTS = 1000;

    @Bean
    DirectCommandBus commandBus(TransactionManager transactions, List<CorrelationDataProvider> correlation) {
        return new DirectCommandBus(transactions, correlation);
    }

    @Bean(destroyMethod = "close")
    PartitionedCommandQueue lanes(
            DirectCommandBus deciders,
            TransactionManager transactions,
            EventStore store,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector rivals) {
        return meters.watched(new PartitionedCommandQueue(
                new GroupCommit(deciders, transactions, new StaleReadCheck(store)), settings, meters, rivals));
    }

    @Bean
    DispatchMeters dispatchMeters(MeterRegistry registry) {
        return new DispatchMeters(registry);
    }

    @Bean
    Traces traces(OpenTelemetry telemetry) {
        return new Traces(telemetry);
    }

    @Bean
    ContentionDetector rivals(DispatchSettings settings) {
        return new ContentionDetector(settings.rivalsSeconds());
    }

    @Bean
    Commands commands(
            PartitionedCommandQueue lanes,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector rivals,
            Traces traces) {
        return new Commands(lanes, settings, meters, rivals, traces);
    }

    @Bean
    KnownStreams knownStreams(EventStore store, DispatchSettings settings) {
        return new KnownStreams(store, settings);
    }

    @Bean
    AggregateCache aggregateCache(DispatchSettings settings, ContentionDetector rivals, EventStore store) {
        return new AggregateCache(settings.cachedAggregates(), rivals, store);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService snapshotThread() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING_SNAPSHOTS),
                work -> new Thread(work, "snapshots"),
                new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    @Bean
    Snapshots snapshots(
            EventStore store,
            TransactionManager transactions,
            @Qualifier("snapshotThread") ExecutorService snapshotThread,
            List<AggregateRegistration<?>> rooms,
            DispatchSettings settings) {
        return new Snapshots(
                AggregateSnapshotter.builder()
                        .eventStore(store)
                        .transactionManager(transactions)
                        .executor(snapshotThread)
                        .aggregateFactories(rooms.stream()
                                .<AggregateFactory<?>>map(room -> new GenericAggregateFactory<>(room.type()))
                                .toList()),
                settings);
    }

    @Bean
    ConfigurerModule aggregates(List<AggregateRegistration<?>> rooms, AggregateCache cache, Snapshots snapshots) {
        return configurer -> rooms.forEach(room -> configurer.configureAggregate(aggregate(room, cache, snapshots)));
    }

    private static <T> AggregateConfigurer<T> aggregate(
            AggregateRegistration<T> room, AggregateCache cache, Snapshots snapshots) {
        return AggregateConfigurer.defaultConfiguration(room.type())
                .configureCommandTargetResolver(axon -> new AggregateIdResolver())
                .configureRepository(axon -> new AggregateRepository<>(EventSourcingRepository.builder(room.type())
                        .parameterResolverFactory(axon.parameterResolverFactory())
                        .handlerDefinition(axon.handlerDefinition(room.type()))
                        .eventStore(axon.eventStore())
                        .aggregateFactory(new GenericAggregateFactory<>(room.type()))
                        .repositoryProvider(axon::repository)
                        .snapshotTriggerDefinition(snapshots)
                        .cache(cache)));
    }
}
