package stockledger.query.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.StuckReaders.Failure;
import stockledger.events.StuckReaders.Trouble;

/**
 * What the projections of all processes are stuck at, in MongoDB, so that each process can tell. It is only shown: what cannot
 * be written or read is left out.
 */
final class TroubleCollection {

    static final String NAME = "projection_troubles";

    private static final Logger LOG = LoggerFactory.getLogger(TroubleCollection.class);

    /** A process retries at least once a minute; one that has died retries no more. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(3);

    private static final String LAST_ATTEMPT = "lastAttempt";

    private final MongoDatabase database;

    TroubleCollection(MongoDatabase database) {
        this.database = database;
    }

    void put(Trouble trouble) {
        Failure failure = trouble.failure();
        Document document = new Document("_id", id(trouble))
                .append("reader", trouble.reader())
                .append("segment", trouble.segment())
                .append("stream", failure.stream())
                .append("sequence", failure.sequence())
                .append("type", failure.type())
                .append("position", failure.position())
                .append("error", failure.error())
                .append("since", Date.from(trouble.since()))
                .append(LAST_ATTEMPT, Date.from(trouble.lastAttempt()))
                .append("attempts", trouble.attempts());
        attempt(() -> collection().replaceOne(eq("_id", id(trouble)), document, new ReplaceOptions().upsert(true)));
    }

    void remove(Trouble trouble) {
        attempt(() -> collection().deleteOne(eq("_id", id(trouble))));
    }

    List<Trouble> newest() {
        List<Trouble> troubles = new ArrayList<>();
        attempt(() -> {
            for (Document document :
                    collection().find(gt(LAST_ATTEMPT, Date.from(Instant.now().minus(MAX_SILENCE))))) {
                troubles.add(read(document));
            }
        });
        return troubles;
    }

    private static Trouble read(Document document) {
        Failure failure = new Failure(
                document.getString("stream"),
                document.getLong("sequence"),
                document.getString("type"),
                document.getLong("position"),
                document.getString("error"));
        return new Trouble(
                document.getString("reader"),
                document.getInteger("segment"),
                failure,
                document.getDate("since").toInstant(),
                document.getDate(LAST_ATTEMPT).toInstant(),
                document.getInteger("attempts"));
    }

    private static String id(Trouble trouble) {
        return trouble.reader() + "/" + trouble.segment();
    }

    private static void attempt(Runnable access) {
        try {
            access.run();
        } catch (MongoException e) {
            LOG.debug("what projections are stuck at is not shared", e);
        }
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(NAME);
    }
}
