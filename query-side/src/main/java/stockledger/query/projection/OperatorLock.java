package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Lets one operator at a time change a projection, in all processes: what a request finds possible and records is then also done. The
 * lock of a process that stopped ends by itself. Clocks that differ by more than its time break it: then an action may be recorded that
 * is refused, since the epochs are changed by compare-and-set anyway.
 */
final class OperatorLock {

    static final String COLLECTION = "operator_locks";

    /** Longer than any action takes. */
    private static final Duration DURATION = Duration.ofSeconds(30);

    private final MongoDatabase database;
    private final Clock clock;

    OperatorLock(MongoDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes the lock.
     *
     * @return what releases it; null when another request has it
     */
    @Nullable
    String take(String name) {
        String holder = UUID.randomUUID().toString();
        Instant now = clock.instant();
        collection().deleteOne(and(eq("_id", name), lt("until", Date.from(now))));
        Document lock =
                new Document("_id", name).append("holder", holder).append("until", Date.from(now.plus(DURATION)));
        return IdempotentInsert.insert(collection(), lock) ? holder : null;
    }

    void release(String name, String holder) {
        collection().deleteOne(and(eq("_id", name), eq("holder", holder)));
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
