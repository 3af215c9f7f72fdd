package stockledger.query.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;

/**
 * Counts the processes that share the segments. Each stores a heartbeat counter; a process whose counter does not change is
 * considered stopped. Clocks of different processes are never compared.
 */
final class InstanceRegistry {

    static final String COLLECTION = "query_instances";

    private static final int DELETED_AFTER_TIMEOUTS = 20;

    private final MongoDatabase database;
    private final String node;
    private final long timeoutNanos;
    private final Map<String, Heartbeat> others = new HashMap<>();
    private long heartbeats;
    private volatile int instances = 1;

    private record Heartbeat(long count, long seenAtNanos) {}

    InstanceRegistry(MongoDatabase database, String node, Duration timeout) {
        this.database = database;
        this.node = node;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Stores a heartbeat of this process and counts the others. */
    void heartbeat() {
        heartbeats++;
        collection()
                .replaceOne(
                        eq("_id", node),
                        new Document("_id", node).append("beat", heartbeats),
                        new ReplaceOptions().upsert(true));
        long now = System.nanoTime();
        int alive = 1;
        for (Document document : collection().find()) {
            String other = document.getString("_id");
            if (other.equals(node)) {
                continue;
            }
            long count = document.get("beat", Number.class).longValue();
            Heartbeat last = others.get(other);
            if (last == null) {
                // It counts from its next heartbeat on: the stored one may be that of a process that was killed long
                // ago.
                others.put(other, new Heartbeat(count, now - timeoutNanos));
            } else if (last.count() != count) {
                others.put(other, new Heartbeat(count, now));
                alive++;
            } else if (now - last.seenAtNanos() < timeoutNanos) {
                alive++;
            } else if (now - last.seenAtNanos() > DELETED_AFTER_TIMEOUTS * timeoutNanos) {
                collection().deleteOne(eq("_id", other));
                others.remove(other);
            }
        }
        instances = alive;
    }

    /** Deregisters this process. */
    void leave() {
        collection().deleteOne(eq("_id", node));
        others.clear();
    }

    /** The number of segments that this process may claim, at least 1. */
    int share(int segments) {
        int count = instances;
        return Math.max(1, (segments + count - 1) / count);
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
