package stockledger.command.reservation;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
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
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;

@Configuration(proxyBeanMethods = false)
class RecoveryWiring {

    private static final String GROUP = "reservation-upkeep";
    private static final int SEGMENTS = 4;
    private static final int BATCH = 200;
    private static final int THREADS = 3;
    private static final Duration EXTEND_CLAIMS_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_CLAIMS = Duration.ofSeconds(1);

    @Bean
    RecoveryRecords upkeepNotes(MongoOperations mongo) {
        return new RecoveryRecords(mongo);
    }

    @Bean
    DueQueues agendas() {
        return new DueQueues();
    }

    @Bean
    RecoveryWorker upkeepWorker(
            RecoveryRecords notes,
            Commands commands,
            KnownStreams known,
            @Qualifier("reservationLines") ExecutorService lines,
            Clock clock,
            ReservationSettings settings) {
        return new RecoveryWorker(notes, commands, known, lines, clock, settings);
    }

    @Bean
    RecoveryLoop upkeepLoop(
            RecoveryRecords notes,
            DueQueues agendas,
            RecoveryWorker worker,
            EventStore store,
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            Clock clock,
            ReservationSettings settings) {
        ScheduledExecutorService threads = RecoveryLoop.threads("reservation-upkeep-reader", THREADS);
        Duration claims = Duration.ofSeconds(settings.claimTimeoutSeconds());
        PooledStreamingEventProcessor reader = PooledStreamingEventProcessor.builder()
                .name(GROUP)
                .eventHandlerInvoker(new RecoveryReader(notes, agendas, Duration.ofSeconds(settings.graceSeconds())))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(store)
                .tokenStore(RecoveryTokens.of(mongo, database, serializer, claims, agendas))
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(threads)
                .workerExecutor(threads)
                .initialSegmentCount(SEGMENTS)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH)
                .tokenClaimInterval(LOOK_FOR_CLAIMS.toMillis())
                .claimExtensionThreshold(EXTEND_CLAIMS_AFTER.toMillis())
                .enableCoordinatorClaimExtension()
                .build();
        return new RecoveryLoop(reader, notes, worker, agendas, clock, threads, settings);
    }
}
