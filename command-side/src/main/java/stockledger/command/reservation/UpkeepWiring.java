package stockledger.command.reservation;

import com.mongodb.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.MongoOperations;
import stockledger.command.dispatch.Commands;

@Configuration(proxyBeanMethods = false)
class UpkeepWiring {

    private static final String GROUP = "reservation-upkeep";
    private static final int SEGMENTS = 4;
    private static final int BATCH = 200;
    private static final int THREADS = 3;
    private static final Duration EXTEND_CLAIMS_AFTER = Duration.ofSeconds(1);

    @Bean
    UpkeepNotes upkeepNotes(MongoOperations mongo) {
        return new UpkeepNotes(mongo);
    }

    @Bean
    UpkeepWorker upkeepWorker(UpkeepNotes notes, Commands commands, Clock clock, ReservationSettings settings) {
        return new UpkeepWorker(notes, commands, clock, settings);
    }

    @Bean
    UpkeepLoop upkeepLoop(
            UpkeepNotes notes,
            UpkeepWorker worker,
            EventStore store,
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            ReservationSettings settings) {
        ScheduledExecutorService threads = UpkeepLoop.threads("reservation-upkeep-reader", THREADS);
        Duration claims = Duration.ofSeconds(settings.claimTimeoutSeconds());
        PooledStreamingEventProcessor reader = PooledStreamingEventProcessor.builder()
                .name(GROUP)
                .eventHandlerInvoker(new UpkeepReader(notes, Duration.ofSeconds(settings.graceSeconds())))
                .errorHandler(PropagatingErrorHandler.instance())
                .messageSource(store)
                .tokenStore(tokens(mongo, database, serializer, claims))
                .transactionManager(NoTransactionManager.instance())
                .coordinatorExecutor(threads)
                .workerExecutor(threads)
                .initialSegmentCount(SEGMENTS)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH)
                .tokenClaimInterval(claims.dividedBy(2).toMillis())
                .claimExtensionThreshold(EXTEND_CLAIMS_AFTER.toMillis())
                .enableCoordinatorClaimExtension()
                .build();
        return new UpkeepLoop(reader, notes, worker, threads, settings);
    }

    /** Not every instance is a JVM of its own, so each claims under a name that is drawn for it. */
    private static TokenStore tokens(
            MongoClient mongo, MongoDatabaseFactory database, Serializer serializer, Duration claims) {
        return MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getMongoDatabase().getName())
                        .trackingTokensCollectionName(UpkeepNotes.TOKENS)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(claims)
                .nodeId(UUID.randomUUID().toString())
                .ensureIndexes(false)
                .build();
    }
}
