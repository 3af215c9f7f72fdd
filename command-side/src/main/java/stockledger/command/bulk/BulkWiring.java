package stockledger.command.bulk;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.MongoOperations;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Traces;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.HeldRequests;
import stockledger.command.http.Rows;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkSettings.class)
class BulkWiring {

    private static final String GROUP = "bulk-jobs";
    private static final int BATCH = 200;
    private static final Duration EXTEND_CLAIMS_AFTER = Duration.ofSeconds(1);

    @Bean
    AggregateRegistration<Job> jobAggregate() {
        return new AggregateRegistration<>(Job.class);
    }

    @Bean
    AggregateRegistration<Chunk> chunkAggregate() {
        return new AggregateRegistration<>(Chunk.class);
    }

    @Bean
    OpenJobs jobBoard(Clock clock) {
        return new OpenJobs(clock);
    }

    @Bean
    JobNotes jobNotes(MongoOperations mongo) {
        return new JobNotes(mongo);
    }

    @Bean
    JobIntake jobDesk(Commands commands, KnownStreams known, OpenJobs board, Clock clock, BulkSettings settings) {
        return new JobIntake(commands, known, board, clock, settings);
    }

    @Bean
    JobLoop.Running jobsRunning() {
        return new JobLoop.Running();
    }

    @Bean
    ChunkProcessor chunkWork(
            EventStore events,
            Commands commands,
            Rows rows,
            List<BulkRowType> forms,
            BulkSettings settings,
            JobLoop.Running running) {
        return new ChunkProcessor(
                events,
                commands,
                rows,
                forms.stream().collect(Collectors.toMap(BulkRowType::kind, Function.identity())),
                settings.rowsAtOnce(),
                running::isNow);
    }

    @Bean
    RequestWork requestWork(EventStore events, HeldRequests requests) {
        return new RequestWork(events, requests);
    }

    @Bean
    RequestDesk requestDesk(JobIntake jobs) {
        return new RequestDesk(jobs);
    }

    @Bean
    JobLoop jobLoop(
            JobNotes notes,
            OpenJobs board,
            Commands commands,
            Traces traces,
            ChunkProcessor chunks,
            RequestWork requests,
            Clock clock,
            EventStore events,
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            JobLoop.Running running,
            BulkSettings settings) {
        ScheduledExecutorService readers = JobLoop.threads("job-reader", 2);
        Duration claims = Duration.ofSeconds(settings.claimTimeoutSeconds());
        PooledStreamingEventProcessor reader = PooledStreamingEventProcessor.builder()
                .name(GROUP)
                .eventHandlerInvoker(new JobReader(notes))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(events)
                .tokenStore(tokens(mongo, database, serializer, claims))
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(readers)
                .workerExecutor(readers)
                .initialSegmentCount(1)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH)
                .tokenClaimInterval(claims.dividedBy(2).toMillis())
                .claimExtensionThreshold(EXTEND_CLAIMS_AFTER.toMillis())
                .enableCoordinatorClaimExtension()
                .build();
        Hiring hiring = new Hiring(board, commands, traces, chunks, requests, clock, settings, running);
        return new JobLoop(reader, readers, notes, board, hiring::all, running, settings);
    }

    /** The threads that work: not every instance is a JVM of its own, so each has a name that is drawn for it. */
    private record Hiring(
            OpenJobs board,
            Commands commands,
            Traces traces,
            ChunkProcessor chunks,
            RequestWork requests,
            Clock clock,
            BulkSettings settings,
            JobLoop.Running running) {

        List<Thread> all() {
            String instance = UUID.randomUUID().toString();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < settings.rowWorkers(); i++) {
                threads.add(one(OpenJobs.Sort.ROWS, instance + "-rows-" + i));
            }
            for (int i = 0; i < settings.requestWorkers(); i++) {
                threads.add(one(OpenJobs.Sort.REQUEST, instance + "-request-" + i));
            }
            return threads;
        }

        private Thread one(OpenJobs.Sort sort, String name) {
            JobWorker worker = new JobWorker(
                    name, sort, board, commands, traces, chunks, requests, clock, settings, running::isNow);
            return JobLoop.daemon(worker, "job-worker");
        }
    }

    private static TokenStore tokens(
            MongoClient mongo, MongoDatabaseFactory database, Serializer serializer, Duration claims) {
        return MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getMongoDatabase().getName())
                        .trackingTokensCollectionName(JobNotes.TOKENS)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(claims)
                .nodeId(UUID.randomUUID().toString())
                .ensureIndexes(false)
                .build();
    }
}
