package stockledger.command.job;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.EventReaders;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.RestoredEvents;
import stockledger.command.dispatch.Traces;
import stockledger.command.http.BulkRowTypes;
import stockledger.command.http.FreeSpace;
import stockledger.command.http.Rows;
import stockledger.events.EventStoreInspection;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobSettings.class)
class JobConfiguration {

    private static final String PROCESSING_GROUP = "bulk-jobs";
    private static final int BATCH = 200;

    /** After this, another instance continues the projection of one that died. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration EXTEND_CLAIMS_AFTER = CLAIM_TIMEOUT.dividedBy(3);
    private static final int STOP_TIMEOUT_SECONDS = 5;

    /** For the projection's coordinator and worker, and for reading the open jobs. */
    private static final int THREADS_BESIDE_WORKERS = 3;

    @Bean
    AggregateRegistration<Job> jobAggregate() {
        return new AggregateRegistration<>(Job.class);
    }

    @Bean
    OpenJobs openJobs(Clock clock) {
        return new OpenJobs(clock);
    }

    @Bean
    OpenJobCollection openJobCollection(MongoOperations mongo) {
        return new OpenJobCollection(mongo);
    }

    @Bean
    JobIntake jobIntake(Commands commands, KnownStreams known, OpenJobs jobs, Clock clock, JobSettings settings) {
        return new JobIntake(commands, known, jobs, clock, settings);
    }

    @Bean
    JobWorkers.Running jobWorkersRunning() {
        return new JobWorkers.Running();
    }

    @Bean
    ChunkProcessor chunkProcessor(
            EventStore events,
            Commands commands,
            Rows rows,
            BulkRowTypes types,
            Clock clock,
            JobWorkers.Running running,
            FreeSpace space) {
        return new ChunkProcessor(events, commands, rows, types, clock, () -> isWorking(running, space));
    }

    /** Without free space, workers pause as at the end of the process: chunks that began are completed. */
    private static boolean isWorking(JobWorkers.Running running, FreeSpace space) {
        return running.isNow() && !space.isLow();
    }

    @Bean
    ThreadPoolTaskScheduler jobScheduler(JobSettings settings) {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("job-");
        scheduler.setPoolSize(settings.rowWorkers() + settings.asyncWorkers() + THREADS_BESIDE_WORKERS);
        scheduler.setDaemon(true);
        // JobWorkers stops it, after the projection.
        scheduler.setAcceptTasksAfterContextClose(true);
        scheduler.setWaitForTasksToCompleteOnShutdown(true);
        // Not for those that are due later: the next poll, and the next look of the projection at its claims.
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setAwaitTerminationSeconds(STOP_TIMEOUT_SECONDS);
        return scheduler;
    }

    private static PooledStreamingEventProcessor projection(
            OpenJobCollection collection,
            EventStore events,
            TokenStore tokens,
            EventReaders readers,
            ScheduledExecutorService threads) {
        return PooledStreamingEventProcessor.builder()
                .name(PROCESSING_GROUP)
                .eventHandlerInvoker(
                        readers.reporting(PROCESSING_GROUP, new OpenJobProjection(collection), Set.of("job")))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(events)
                .tokenStore(tokens)
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(threads)
                .workerExecutor(threads)
                .initialSegmentCount(1)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH)
                .tokenClaimInterval(CLAIM_TIMEOUT.dividedBy(2).toMillis())
                .claimExtensionThreshold(EXTEND_CLAIMS_AFTER.toMillis())
                .enableCoordinatorClaimExtension()
                .build();
    }

    @Bean
    JobWorkers jobWorkers(
            OpenJobs jobs,
            OpenJobCollection collection,
            Commands commands,
            Traces traces,
            ChunkProcessor chunks,
            AsyncCommandExecutor executor,
            EventStore events,
            EventStoreInspection inspection,
            Clock clock,
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            JobWorkers.Running running,
            FreeSpace space,
            JobSettings settings,
            EventReaders readers,
            @Qualifier("jobScheduler") ThreadPoolTaskScheduler scheduler) {
        JobWorker.Dependencies dependencies = new JobWorker.Dependencies(
                jobs,
                commands,
                traces,
                chunks,
                executor,
                events,
                clock,
                settings.lease(),
                new JobCommand.FailureLimits(settings.maxStoredFailures(), settings.maxFailures()),
                () -> isWorking(running, space));
        PooledStreamingEventProcessor projection = projection(
                collection, events, tokens(mongo, database, serializer), readers, scheduler.getScheduledExecutor());
        return new JobWorkers(
                workers(dependencies, settings),
                projection,
                collection,
                jobs,
                settings,
                running,
                scheduler,
                new RestoredEvents(
                        database.getMongoDatabase(),
                        inspection,
                        serializer,
                        PROCESSING_GROUP,
                        OpenJobCollection.TOKENS,
                        OpenJobCollection.COLLECTION));
    }

    /** Names are random: several instances may run in one JVM. */
    private static List<JobWorker> workers(JobWorker.Dependencies dependencies, JobSettings settings) {
        String instance = UUID.randomUUID().toString();
        List<JobWorker> workers = new ArrayList<>();
        for (int i = 0; i < settings.rowWorkers(); i++) {
            workers.add(new JobWorker(instance + "-rows-" + i, OpenJobs.Kind.ROWS, dependencies));
        }
        for (int i = 0; i < settings.asyncWorkers(); i++) {
            workers.add(new JobWorker(instance + "-request-" + i, OpenJobs.Kind.REQUEST, dependencies));
        }
        return workers;
    }

    private static TokenStore tokens(MongoClient mongo, MongoDatabaseFactory database, Serializer serializer) {
        return MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getMongoDatabase().getName())
                        .trackingTokensCollectionName(OpenJobCollection.TOKENS)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(CLAIM_TIMEOUT)
                .nodeId(UUID.randomUUID().toString())
                .ensureIndexes(false)
                .build();
    }
}
