package stockledger.query.projection;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.events.EventStoreInspection;
import stockledger.events.EventStoreMismatch;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.shadow.ServedDatabase;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProjectionSettings.class, MongoSettings.class})
class ProjectionConfiguration {

    /** For a connection to MongoDB: an operation takes a few milliseconds. */
    private static final long CONNECTION_WAIT_MILLIS = 250;

    private static final int TASKS = 4;

    @Bean
    ReadModels readModels(MongoDatabaseFactory mongo, MongoSettings settings) {
        return new ReadModels(mongo, settings);
    }

    /** For the command side, when it runs in the same process. */
    @Bean
    EventStoreMismatch eventStoreMismatch(ReadModels models) {
        return models::isRefused;
    }

    /** All others; it is not one of them. */
    @Bean
    @Primary
    DocumentListener documentListeners(List<DocumentListener> listeners) {
        return (projection, keys) -> listeners.forEach(listener -> listener.documentsChanged(projection, keys));
    }

    @Bean
    History history(
            @Qualifier("partialReads") BiFunction<String, Long, DomainEventStream> partialReads,
            DiscardedEvents discarded,
            ReadModels models) {
        return new History(partialReads, discarded, models);
    }

    @Bean
    DiscardedEvents discardedEvents(MongoDatabaseFactory mongo) {
        return new DiscardedEvents(mongo.getMongoDatabase());
    }

    @Bean
    RetentionCleaner retentionCleaner(MongoDatabaseFactory mongo, ReadModels models) {
        return new RetentionCleaner(mongo.getMongoDatabase(), models, Clock.systemUTC());
    }

    @Bean
    EpochRegistry epochRegistry(MongoDatabaseFactory mongo) {
        return new EpochRegistry(mongo.getMongoDatabase());
    }

    @Bean
    EpochTiming epochTiming() {
        return EpochTiming.STANDARD;
    }

    /**
     * Runs the supervisor, the lag meters, and delayed notifications of new events. It accepts tasks after the context
     * began to close, since projections run until the web server has answered its last request. It is no default
     * candidate: otherwise Spring Boot would not create its own task executor.
     */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler projectionScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(TASKS);
        scheduler.setThreadNamePrefix("projection-");
        scheduler.setDaemon(true);
        scheduler.setAcceptTasksAfterContextClose(true);
        return scheduler;
    }

    /** Runs comparisons, whose steps take some tens of milliseconds: nothing that has to be punctual waits for them. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler comparisonScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("comparison-");
        scheduler.setDaemon(true);
        scheduler.setAcceptTasksAfterContextClose(true);
        return scheduler;
    }

    /** Random, since several instances may run in one JVM. */
    @Bean
    ProjectionNode projectionNode() {
        return new ProjectionNode(UUID.randomUUID().toString());
    }

    /** The name under which this instance claims segments. */
    record ProjectionNode(String id) {}

    @Bean
    Tokens projectionTokens(
            MongoClient client,
            MongoDatabaseFactory mongo,
            Serializer serializer,
            ProjectionSettings settings,
            ProjectionNode node) {
        return new Tokens(client, mongo.getMongoDatabase(), serializer, settings.claimTimeout(), node.id());
    }

    @Bean
    InstanceRegistry instanceRegistry(MongoDatabaseFactory mongo, ProjectionSettings settings, ProjectionNode node) {
        return new InstanceRegistry(mongo.getMongoDatabase(), node.id(), settings.claimTimeout());
    }

    /** The supervisor closes it. */
    @Bean(destroyMethod = "")
    ProcessorRunner processorRunner(
            EventStore events,
            StoredEvents stored,
            @Qualifier("notifyingEvents") StreamableMessageSource<TrackedEventMessage<?>> notifyingEvents,
            MongoClient client,
            MongoDatabaseFactory mongo,
            Tokens tokens,
            InstanceRegistry instances,
            DocumentListener listener,
            OpenTelemetry telemetry,
            StuckProjections stuck,
            ProjectionSettings settings,
            MongoSettings mongoSettings,
            @Qualifier("projectionScheduler") ThreadPoolTaskScheduler scheduler) {
        MongoDatabase database = mongo.getMongoDatabase();
        ShardingSetup sharding = new ShardingSetup(client, database.getName(), mongoSettings.sharded());
        FoldTraces traces = new FoldTraces(telemetry, Clock.systemUTC());
        return new ProcessorRunner(
                events,
                stored,
                notifyingEvents,
                database,
                sharding,
                tokens,
                instances,
                listener,
                traces,
                stuck,
                settings,
                scheduler);
    }

    @Bean
    StuckProjections stuckProjections(
            List<Projection<?>> projections,
            MeterRegistry registry,
            MongoDatabaseFactory mongo,
            ParkedKeys parked,
            DiscardedEvents discarded) {
        return new StuckProjections(
                Clock.systemUTC(),
                projections.stream().map(Projection::name).toList(),
                registry,
                new TroubleCollection(mongo.getMongoDatabase()),
                new ParkingStore(parked, discarded));
    }

    @Bean
    ParkedKeys parkedKeys(MongoDatabaseFactory mongo, ReadModels models) {
        return new ParkedKeys(mongo.getMongoDatabase(), models);
    }

    @Bean
    ParkedRetries parkedRetries(
            List<Projection<?>> projections,
            MongoDatabaseFactory mongo,
            EventStore events,
            DocumentListener listener,
            StuckProjections stuck) {
        return new ParkedRetries(projections, mongo.getMongoDatabase(), events, listener, stuck.parking());
    }

    @Bean
    ParkingWatch parkingWatch(
            StuckProjections stuck,
            ParkedRetries retries,
            EpochRegistry epochs,
            @Qualifier("projectionScheduler") ThreadPoolTaskScheduler scheduler) {
        return new ParkingWatch(stuck.parking(), retries, epochs, scheduler);
    }

    @Bean
    ParkingAdmin parkingAdmin(
            StuckProjections stuck,
            ParkedRetries retries,
            EventStore events,
            @Qualifier("eventSerializer") Serializer serializer) {
        return new ParkingAdmin(stuck.parking(), retries, events, serializer);
    }

    @Bean
    Progress projectionProgress(
            EventStore events,
            EpochRegistry epochs,
            Tokens tokens,
            ProcessorRunner processors,
            StuckProjections stuck) {
        return new Progress(events, epochs, tokens, processors, stuck, Clock.systemUTC());
    }

    @Bean
    LagMeters lagMeters(
            Progress progress,
            List<Projection<?>> projections,
            MeterRegistry registry,
            @Qualifier("projectionScheduler") ThreadPoolTaskScheduler scheduler) {
        return new LagMeters(
                progress, projections.stream().map(Projection::name).toList(), registry, scheduler);
    }

    @Bean
    ProjectionAdmin projectionAdmin(
            List<Projection<?>> projections,
            Progress progress,
            EpochRegistry epochs,
            EpochSwitch epochSwitch,
            Comparisons comparisons,
            Supervisor supervisor,
            ReadModels models,
            MongoDatabaseFactory mongo) {
        return new ProjectionAdmin(
                projections,
                progress,
                epochs,
                epochSwitch,
                comparisons,
                supervisor,
                new OperatorLock(mongo.getMongoDatabase(), Clock.systemUTC()),
                models);
    }

    @Bean
    Comparisons epochComparisons(
            MongoDatabaseFactory mongo,
            ObjectProvider<AnswerComparison> answers,
            EpochRegistry epochs,
            ProjectionNode node,
            ProjectionSettings settings,
            EpochTiming timing,
            @Qualifier("comparisonScheduler") ThreadPoolTaskScheduler scheduler) {
        MongoDatabase database = mongo.getMongoDatabase();
        return new Comparisons(
                database,
                answers.stream().toList(),
                new ComparisonLease(database, node.id(), timing.retireDelay()),
                new Differences(database),
                epochs,
                scheduler,
                settings.comparisonShare(),
                timing.retireDelay());
    }

    @Bean
    ShadowComparisons shadowComparisons(
            ServedDatabase served,
            MongoDatabaseFactory mongo,
            List<Projection<?>> projections,
            ReadModels models,
            ObjectProvider<AnswerComparison> answers,
            ProjectionSettings settings,
            @Qualifier("comparisonScheduler") ThreadPoolTaskScheduler scheduler) {
        return new ShadowComparisons(
                served.isShadow(),
                projections,
                served.factory().getMongoDatabase(),
                mongo.getMongoDatabase(),
                models,
                answers.stream().toList(),
                scheduler,
                settings.comparisonShare());
    }

    @Bean
    EpochSwitch epochSwitch(ReadModels models, ProcessorRunner processors, Tokens tokens, MongoDatabaseFactory mongo) {
        return new EpochSwitch(models, processors, tokens, mongo.getMongoDatabase());
    }

    /** The bean's name is the name of its health indicator. */
    @Bean("projections")
    Readiness readiness(List<Projection<?>> projections, StuckProjections stuck) {
        return new Readiness(
                projections.stream()
                        .filter(Projection::delaysReadiness)
                        .map(Projection::name)
                        .toList(),
                stuck);
    }

    @Bean
    EventStoreIdentity eventStoreIdentity(MongoDatabaseFactory mongo, EventStoreInspection store) {
        return new EventStoreIdentity(mongo.getMongoDatabase(), store, Clock.systemUTC());
    }

    @Bean
    EventStoreGuard eventStoreGuard(
            List<Projection<?>> projections,
            EventStoreIdentity identity,
            EpochRegistry epochs,
            Tokens tokens,
            InstanceRegistry instances,
            ProcessorRunner processors,
            ReadModels models,
            Readiness readiness) {
        return new EventStoreGuard(
                projections.stream().map(Projection::name).toList(),
                identity,
                epochs,
                tokens,
                instances,
                processors,
                models,
                readiness);
    }

    @Bean
    EventStoreAdmin eventStoreAdmin(
            List<Projection<?>> projections,
            EventStoreInspection store,
            EventStoreIdentity identity,
            EpochRegistry epochs,
            Tokens tokens,
            Supervisor supervisor) {
        return new EventStoreAdmin(
                projections.stream().map(Projection::name).toList(), store, identity, epochs, tokens, supervisor);
    }

    @Bean
    Supervisor projectionSupervisor(
            List<Projection<?>> projections,
            EpochRegistry epochs,
            Tokens tokens,
            InstanceRegistry instances,
            ProcessorRunner processors,
            MongoDatabaseFactory mongo,
            RetentionCleaner retention,
            ReadModels models,
            EventStoreGuard guard,
            EpochSwitch epochSwitch,
            Comparisons comparisons,
            Progress progress,
            Readiness readiness,
            EpochTiming timing,
            @Qualifier("projectionScheduler") ThreadPoolTaskScheduler scheduler) {
        return new Supervisor(
                List.copyOf(projections),
                epochs,
                tokens,
                instances,
                processors,
                new EpochCleaner(mongo.getMongoDatabase(), tokens),
                retention,
                models,
                guard,
                epochSwitch,
                comparisons,
                progress,
                readiness,
                timing,
                scheduler);
    }

    /** Overrides a read preference of the connection string: only {@link ReadModels} may read from replicas. */
    @Bean
    MongoClientSettingsBuilderCustomizer primaryReadsCustomizer() {
        return client -> client.readPreference(ReadPreference.primary());
    }

    @Bean
    MongoClientSettingsBuilderCustomizer mongoTimeoutsCustomizer(MongoSettings settings) {
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        int readMillis = Math.toIntExact(settings.readTimeout().toMillis());
        return client -> client.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(connectMillis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                        .readTimeout(readMillis, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(settings.maxConnections())
                        .maxWaitTime(CONNECTION_WAIT_MILLIS, TimeUnit.MILLISECONDS));
    }
}
