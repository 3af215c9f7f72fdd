package stockledger.query.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** How far each segment of each epoch has read, and who works on it. */
final class Tokens {

    static final String COLLECTION = "tokens";

    private static final String GROUP = "processorName";
    private static final String SEGMENT = "segment";

    private final MongoDatabase database;
    private final Serializer serializer;
    private final TokenStore store;

    Tokens(MongoClient mongo, MongoDatabase database, Serializer serializer, Duration claimTimeout, String node) {
        this.database = database;
        this.serializer = serializer;
        this.store = MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(mongo, database.getName())
                        .trackingTokensCollectionName(COLLECTION)
                        .build())
                .serializer(serializer)
                .transactionManager(NoTransactionManager.instance())
                .claimTimeout(claimTimeout)
                .nodeId(node)
                .ensureIndexes(false)
                .build();
    }

    /**
     * Where one segment stands.
     *
     * @param token null at the very beginning
     * @param position index of the last event passed; -1 at the very beginning
     * @param caughtUp whether this process works on it and has seen the end of the events
     * @param trouble why it does not go on, in one word
     */
    record Standing(
            int segment,
            @Nullable TrackingToken token,
            long position,
            boolean caughtUp,
            @Nullable String trouble) {}

    TokenStore store() {
        return store;
    }

    /** Declares what the store needs; safe to repeat. */
    void prepare() {
        collection().createIndex(Indexes.ascending(GROUP, SEGMENT), new IndexOptions().unique(true));
    }

    /**
     * Where an epoch stands. Reading it claims nothing. What this process works on it knows better than MongoDB, where
     * the position of a segment without events of its own is written only now and then.
     */
    List<Standing> standings(Epoch epoch, Map<Integer, EventTrackerStatus> here) {
        List<Standing> standings = new ArrayList<>();
        for (Document document : collection().find(eq(GROUP, epoch.group()))) {
            int segment = document.getInteger(SEGMENT);
            EventTrackerStatus status = here.get(segment);
            TrackingToken token = token(document);
            if (status == null) {
                standings.add(new Standing(segment, token, position(token), false, null));
            } else {
                TrackingToken own = status.getTrackingToken();
                boolean ahead = position(own) >= position(token);
                standings.add(new Standing(
                        segment,
                        ahead ? own : token,
                        Math.max(position(own), position(token)),
                        status.isCaughtUp() && !status.isErrorState(),
                        status.isErrorState() ? status.getError().getClass().getSimpleName() : null));
            }
        }
        standings.sort((one, other) -> Integer.compare(one.segment(), other.segment()));
        return standings;
    }

    void drop(Epoch epoch) {
        collection().deleteMany(eq(GROUP, epoch.group()));
    }

    static long position(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }

    private @Nullable TrackingToken token(Document document) {
        Binary bytes = document.get("token", Binary.class);
        String type = document.getString("tokenType");
        if (bytes == null || type == null) {
            return null;
        }
        return serializer.deserialize(new SimpleSerializedObject<>(bytes.getData(), byte[].class, type, null));
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
