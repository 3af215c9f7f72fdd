package stockledger.events.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import stockledger.events.store.lookup.StoredEvents;

/**
 * Axon's JDBC engine on PostgreSQL, every part declared explicitly. On Spring Boot 4, Axon's auto-configuration silently
 * chooses no transaction manager and no event store.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "stockledger.event-store.kind", havingValue = "jdbc", matchIfMissing = true)
class JdbcEventStoreConfiguration {

    /** PostgreSQL's SQLSTATE for a duplicate key: another process appended the version first. */
    private static final String UNIQUE_VIOLATION = "23505";

    /** Events per read: larger reads hold more memory and are not faster. */
    private static final int BATCH_SIZE = 200;

    /** Of a connection that was idle. */
    private static final long VALIDATION_MILLIS = 2_000;

    /** How often the reader at the head looks for events of which it was not notified. */
    private static final long FETCH_DELAY_MILLIS = 1_000;

    /** Of notifications: one thread waits for them, one sends them. */
    private static final int NOTIFICATION_THREADS = 2;

    @Bean
    DataSource eventDataSource(EventStoreSettings settings, ObjectProvider<MeterRegistry> registry) {
        EventStoreSettings.Jdbc jdbc = settings.jdbc();
        TimedDataSource source =
                new TimedDataSource(registry.getIfAvailable(SimpleMeterRegistry::new), jdbc.slowThreshold());
        source.setPoolName("events");
        source.setJdbcUrl(jdbc.url());
        source.setUsername(jdbc.username());
        source.setPassword(jdbc.password());
        source.setMaximumPoolSize(jdbc.poolSize());
        source.setConnectionTimeout(jdbc.connectionTimeout().toMillis());
        source.setInitializationFailTimeout(jdbc.statementTimeout().toMillis());
        source.setConnectionInitSql(
                // Each statement has one good plan: without the last setting most are planned again at each execution.
                ("SET statement_timeout = '%1$dms'; SET idle_in_transaction_session_timeout = '%1$dms';"
                                + " SET plan_cache_mode = force_generic_plan")
                        .formatted(jdbc.statementTimeout().toMillis()));
        // A server that stands still answers nothing, not even that a statement took too long.
        source.addDataSourceProperty("socketTimeout", String.valueOf(socketTimeoutSeconds(jdbc)));
        source.addDataSourceProperty("connectTimeout", String.valueOf(seconds(jdbc.connectionTimeout())));
        source.setValidationTimeout(
                Math.min(VALIDATION_MILLIS, jdbc.connectionTimeout().toMillis()));
        // Prepares each statement on its first use: there are few, and all are repeated.
        source.addDataSourceProperty("prepareThreshold", "1");
        source.addDataSourceProperty("ApplicationName", PrimaryServer.applicationName("stockledger"));
        PrimaryServer.properties().forEach(source::addDataSourceProperty);
        ResourceDatabasePopulator schema =
                new ResourceDatabasePopulator(new ClassPathResource("stockledger/events/store/schema.sql"));
        schema.setSeparator("^^^ END OF SCRIPT ^^^");
        try {
            schema.execute(source);
        } catch (RuntimeException e) {
            source.close();
            throw PrimaryServer.explained(e, jdbc);
        }
        return source;
    }

    /** PostgreSQL ends a statement before; this is for servers that do not answer at all. */
    static long socketTimeoutSeconds(EventStoreSettings.Jdbc jdbc) {
        return seconds(jdbc.statementTimeout()) + 2;
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }

    @Bean
    PlatformTransactionManager eventTransactions(DataSource source) {
        return new DataSourceTransactionManager(source);
    }

    @Bean
    @Primary
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    @Bean
    JdbcInspection eventStoreInspection(DataSource source) {
        return new JdbcInspection(source);
    }

    @Bean
    ConnectionProvider eventConnections(DataSource source) {
        return new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(source));
    }

    @Bean
    AdvisoryLockEngine eventStorageEngine(
            EventStoreSettings settings,
            ConnectionProvider connections,
            TransactionManager transactions,
            EventNames names,
            @Qualifier("eventSerializer") Serializer events,
            @Qualifier("snapshotSerializer") Serializer snapshots,
            // The command side refreshes its aggregates for the same time.
            @Value("${stockledger.dispatch.contention-window:1m}") Duration contentionWindow) {
        EventStoreSettings.Jdbc jdbc = settings.jdbc();
        return AdvisoryLockEngine.of(
                JdbcEventStorageEngine.builder()
                        .eventSerializer(events)
                        .snapshotSerializer(snapshots)
                        .snapshotFilter(
                                stored -> names.isCurrent(stored.getPayload().getType()))
                        .persistenceExceptionResolver(new SQLStateResolver(UNIQUE_VIOLATION))
                        .batchSize(BATCH_SIZE)
                        .readEventDataWithoutGaps(TrackedEventStatements::withoutGaps)
                        .readEventDataWithGaps(TrackedEventStatements::withGaps)
                        .readEventDataForAggregate(StreamStatements::events)
                        .finalAggregateBatchPredicate(batch -> ReadSize.isLast(batch, BATCH_SIZE))
                        .extendedGapCheckEnabled(false)
                        .gapTimeout((int) jdbc.gapTimeout().toMillis()),
                connections,
                new ReadsWithoutTransaction(transactions),
                contentionWindow);
    }

    /** No default candidate: otherwise Spring Boot would not create its own task executor. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler appendNotificationScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(NOTIFICATION_THREADS);
        scheduler.setThreadNamePrefix("event-notifications-");
        scheduler.setDaemon(true);
        // Projections run until the web server has answered its last request.
        scheduler.setAcceptTasksAfterContextClose(true);
        return scheduler;
    }

    @Bean
    AppendNotifications appendNotifications(
            DataSource source,
            EventStoreSettings settings,
            @Qualifier("appendNotificationScheduler") ThreadPoolTaskScheduler scheduler) {
        return new AppendNotifications(source, settings.jdbc(), scheduler);
    }

    /** Of commands, which write nothing but events. */
    @Bean(defaultCandidate = false)
    TransactionManager appendTransactions(AdvisoryLockEngine engine) {
        return engine.appendTransactions();
    }

    /** Reads at the head continuously, so it must shut down before the connection pool does. */
    @Bean(name = "eventBus", destroyMethod = "shutDown")
    @Qualifier("eventStore")
    NotifyingEventStore eventStore(
            AdvisoryLockEngine engine,
            EventStoreSettings settings,
            @Qualifier("eventSerializer") Serializer events,
            AppendNotifications notifications) {
        return NotifyingEventStore.of(
                EmbeddedEventStore.builder()
                        .fetchDelay(FETCH_DELAY_MILLIS)
                        .timeUnit(TimeUnit.MILLISECONDS)
                        .cachedEvents(settings.jdbc().cachedEvents()),
                engine,
                new HeldEvents(settings.cachedBytes().toBytes(), events, engine::readEvent),
                notifications);
    }

    @Bean
    StoredEvents storedEvents(DataSource source, AdvisoryLockEngine engine) {
        return new JdbcStoredEvents(source, engine);
    }

    /** Reads a part of a stream: the next events are read when they are asked for. */
    @Bean(defaultCandidate = false)
    BiFunction<String, Long, DomainEventStream> partialReads(NotifyingEventStore store) {
        return store::readEvents;
    }

    /** The event store for readers that must see events soon: its streams call back when events arrive. */
    @Bean(defaultCandidate = false, destroyMethod = "")
    NotifyingEventStore.Source notifyingEvents(NotifyingEventStore store) {
        return store.notifying();
    }
}
