package stockledger.command.reservation.recovery;

import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.serialization.Serializer;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** The tracking tokens of the reader. A claim resets the due queue of its segment. */
final class RecoveryTokens extends MongoTokenStore {

    private final DueQueues queues;

    private RecoveryTokens(Builder builder, DueQueues queues) {
        super(builder);
        this.queues = queues;
    }

    /** Several instances can share a JVM, so each claims under a random node id. */
    static TokenStore of(
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            Duration claimTimeout,
            DueQueues queues) {
        Builder builder = MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getMongoDatabase().getName())
                        .trackingTokensCollectionName(RecoveryRecords.TOKENS)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(claimTimeout)
                .nodeId(UUID.randomUUID().toString())
                .ensureIndexes(false);
        return new RecoveryTokens(builder, queues);
    }

    /** The reader fetches the token when it claims a segment. */
    @Override
    public TrackingToken fetchToken(String processorName, int segment) {
        TrackingToken token = super.fetchToken(processorName, segment);
        queues.reset(segment);
        return token;
    }
}
