package stockledger.command.reservation.recovery;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.EventReaders;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.RestoredEvents;
import stockledger.command.reservation.ReservationSettings;
import stockledger.events.EventStoreInspection;

@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {

    /** Stored with the tracking tokens: another name would read all events again. */
    private static final String PROCESSOR = "reservation-upkeep";

    /**
     * One, so that each event is queued and each batch written once. Stores of earlier versions have four. Due reservations
     * are handled concurrently in any case.
     */
    private static final int SEGMENTS = 1;

    private static final int BATCH_SIZE = 500;

    /** Three for the reader, as many segments of an earlier version as are busy at once; one finds due reservations. */
    private static final int THREADS = 4;

    /** A crashed instance is replaced after this. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);

    /** How often claims are extended and free segments are looked for. */
    private static final Duration CLAIM_INTERVAL = CLAIM_TIMEOUT.dividedBy(3);

    @Bean
    RecoveryRecords recoveryRecords(MongoOperations mongo) {
        return new RecoveryRecords(mongo);
    }

    @Bean
    DueQueues dueQueues() {
        return new DueQueues();
    }

    @Bean
    RecoveryWorker recoveryWorker(
            RecoveryRecords records,
            Commands commands,
            KnownStreams streams,
            @Qualifier("reservationLines") ExecutorService lines,
            Clock clock,
            ReservationSettings settings) {
        return new RecoveryWorker(records, commands, streams, lines, clock, settings.recoveryDelay());
    }

    /** No default candidate: otherwise Spring Boot would not create its own task executor. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler recoveryScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(THREADS);
        scheduler.setThreadNamePrefix("reservation-recovery-");
        scheduler.setDaemon(true);
        // The reader releases its segments on these threads after the context began to close; RecoveryLoop stops them.
        scheduler.setAcceptTasksAfterContextClose(true);
        scheduler.setAwaitTerminationSeconds((int) RecoveryLoop.STOP_TIMEOUT.toSeconds());
        return scheduler;
    }

    @Bean
    RecoveryLoop recoveryLoop(
            RecoveryRecords records,
            DueQueues queues,
            RecoveryWorker worker,
            Commands commands,
            EventStore store,
            EventStoreInspection inspection,
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            Clock clock,
            @Qualifier("recoveryScheduler") ThreadPoolTaskScheduler scheduler,
            EventReaders readers,
            ReservationSettings settings) {
        PooledStreamingEventProcessor reader = PooledStreamingEventProcessor.builder()
                .name(PROCESSOR)
                .eventHandlerInvoker(readers.reporting(
                        PROCESSOR,
                        new RecoveryReader(commands, records, queues, settings.recoveryDelay()),
                        Set.of("reservation", "stock", "product")))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(store)
                .tokenStore(RecoveryTokens.of(mongo, database, serializer, CLAIM_TIMEOUT, queues))
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(scheduler.getScheduledExecutor())
                .workerExecutor(scheduler.getScheduledExecutor())
                .initialSegmentCount(SEGMENTS)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH_SIZE)
                .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                .claimExtensionThreshold(CLAIM_INTERVAL.toMillis())
                .enableCoordinatorClaimExtension()
                .build();
        return new RecoveryLoop(
                reader,
                records,
                worker,
                queues,
                clock,
                scheduler,
                new RestoredEvents(
                        database.getMongoDatabase(),
                        inspection,
                        serializer,
                        PROCESSOR,
                        RecoveryRecords.TOKENS,
                        RecoveryRecords.COLLECTION));
    }
}
