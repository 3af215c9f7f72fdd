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
 * How many processes share the work. Each counts its own beats; one whose count stands still has gone. Nobody's clock
 * is compared with another's.
 */
final class InstanceRegistry {

    static final String COLLECTION = "query_instances";

    private static final int FORGOTTEN_AFTER_WINDOWS = 20;

    private final MongoDatabase database;
    private final String node;
    private final long windowNanos;
    private final Map<String, Seen> others = new HashMap<>();
    private long beats;
    private volatile int present = 1;

    private record Seen(long beat, long atNanos) {}

    InstanceRegistry(MongoDatabase database, String node, Duration window) {
        this.database = database;
        this.node = node;
        this.windowNanos = window.toNanos();
    }

    /** Says that this process is there, and looks who else is. */
    void beat() {
        beats++;
        collection()
                .replaceOne(
                        eq("_id", node),
                        new Document("_id", node).append("beat", beats),
                        new ReplaceOptions().upsert(true));
        long now = System.nanoTime();
        int counted = 1;
        for (Document document : collection().find()) {
            String other = document.getString("_id");
            if (other.equals(node)) {
                continue;
            }
            long beat = document.get("beat", Number.class).longValue();
            Seen before = others.get(other);
            // One that is met for the first time counts only once it beats: it may be long gone.
            if (before == null || before.beat() != beat) {
                others.put(other, new Seen(beat, now));
                counted += before == null ? 0 : 1;
            } else if (now - before.atNanos() < windowNanos) {
                counted++;
            } else if (now - before.atNanos() > FORGOTTEN_AFTER_WINDOWS * windowNanos) {
                collection().deleteOne(eq("_id", other));
                others.remove(other);
            }
        }
        present = counted;
    }

    /** Says that this process is about to go. */
    void leave() {
        collection().deleteOne(eq("_id", node));
        others.clear();
    }

    /** How many of these segments are this process's share, at least 1. */
    int share(int segments) {
        int processes = present;
        return Math.max(1, (segments + processes - 1) / processes);
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
