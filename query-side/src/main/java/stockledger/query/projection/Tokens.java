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
import java.util.TreeMap;
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

/** The tracking tokens of all epochs. */
final class Tokens {

    static final String COLLECTION = "tokens";

    /** A token is stored, and its claim extended, at most this often within the claim timeout. */
    private static final int STORED_PER_CLAIM_TIMEOUT = 4;

    private static final String GROUP = "processorName";
    private static final String SEGMENT = "segment";

    private final MongoDatabase database;
    private final Serializer serializer;
    private final MongoClient mongo;
    private final Duration claimTimeout;
    private final String nodeId;

    Tokens(MongoClient mongo, MongoDatabase database, Serializer serializer, Duration claimTimeout, String nodeId) {
        this.database = database;
        this.serializer = serializer;
        this.mongo = mongo;
        this.claimTimeout = claimTimeout;
        this.nodeId = nodeId;
    }

    /**
     * The position of one segment.
     *
     * @param token null before the first event
     * @param position global index of the last event processed; -1 before the first
     * @param caughtUp whether this process has claimed it and has reached the head
     */
    record SegmentPosition(int segment, @Nullable TrackingToken token, long position, boolean caughtUp) {}

    /** The store of one processor, which completes these writes before it stores a token. */
    TokenStore store(BatchWrites writes) {
        return new DelayedTokenStore(
                MongoTokenStore.builder()
                        .mongoTemplate(DefaultMongoTemplate.builder()
                                .mongoDatabase(mongo, database.getName())
                                .trackingTokensCollectionName(COLLECTION)
                                .build())
                        .serializer(serializer)
                        .transactionManager(NoTransactionManager.instance())
                        .claimTimeout(claimTimeout)
                        .nodeId(nodeId)
                        .ensureIndexes(false),
                writes,
                claimTimeout.dividedBy(STORED_PER_CLAIM_TIMEOUT));
    }

    /** Creates the index of the store; idempotent. */
    void prepare() {
        collection().createIndex(Indexes.ascending(GROUP, SEGMENT), new IndexOptions().unique(true));
    }

    /**
     * The positions of the segments of an epoch.
     *
     * @param claimed status of the segments that this process has claimed, which is newer than the stored token
     */
    List<SegmentPosition> positions(Epoch epoch, Map<Integer, EventTrackerStatus> claimed) {
        List<SegmentPosition> positions = new ArrayList<>();
        for (Document document : collection().find(eq(GROUP, epoch.group()))) {
            int segment = document.getInteger(SEGMENT);
            positions.add(position(segment, token(document), claimed.get(segment)));
        }
        positions.sort((one, other) -> Integer.compare(one.segment(), other.segment()));
        return positions;
    }

    /** The same of an epoch whose segments this process has all claimed, from their status alone. */
    static List<SegmentPosition> positions(Map<Integer, EventTrackerStatus> claimed) {
        List<SegmentPosition> positions = new ArrayList<>();
        new TreeMap<>(claimed).forEach((segment, status) -> positions.add(position(segment, null, status)));
        return positions;
    }

    private static SegmentPosition position(
            int segment, @Nullable TrackingToken token, @Nullable EventTrackerStatus status) {
        if (status == null) {
            return new SegmentPosition(segment, token, position(token), false);
        }
        TrackingToken own = status.getTrackingToken();
        boolean ahead = position(own) >= position(token);
        return new SegmentPosition(
                segment,
                ahead ? own : token,
                Math.max(position(own), position(token)),
                status.isCaughtUp() && !status.isErrorState());
    }

    void delete(Epoch epoch) {
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
