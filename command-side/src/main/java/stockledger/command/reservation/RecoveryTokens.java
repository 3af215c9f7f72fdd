package stockledger.command.reservation;

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

/** How far each part of the events was read for the upkeep, and who reads it; a claim begins its agenda anew. */
final class RecoveryTokens extends MongoTokenStore {

    private final DueQueues agendas;

    private RecoveryTokens(Builder builder, DueQueues agendas) {
        super(builder);
        this.agendas = agendas;
    }

    /** Not every instance is a JVM of its own, so each claims under a name that is drawn for it. */
    static TokenStore of(
            MongoClient mongo,
            MongoDatabaseFactory database,
            Serializer serializer,
            Duration claims,
            DueQueues agendas) {
        Builder builder = MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getMongoDatabase().getName())
                        .trackingTokensCollectionName(RecoveryRecords.TOKENS)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(claims)
                .nodeId(UUID.randomUUID().toString())
                .ensureIndexes(false);
        return new RecoveryTokens(builder, agendas);
    }

    /** Reading on from a token is what a claim begins with. */
    @Override
    public TrackingToken fetchToken(String processorName, int segment) {
        TrackingToken token = super.fetchToken(processorName, segment);
        agendas.begin(segment);
        return token;
    }
}
