package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process do a comparison, and another one begin it again when that process stops ({@link Heartbeats}). Each change is
 * a compare-and-set on owner and count of heartbeats, so a process that was paused loses its lease and changes nothing.
 */
final class ComparisonLease {

    static final String COLLECTION = "comparisons";

    private static final String ID = "_id";
    private static final String OWNER = "owner";
    private static final String BEAT = "beat";
    private static final String PASS = "pass";

    private final MongoCollection<Document> collection;
    private final String node;
    private final Heartbeats heartbeats;

    /** @param pass how often the comparison was begun, from 1 */
    record Held(String scope, long beat, int pass) {}

    /**
     * The comparison of an epoch as its process stored it last.
     *
     * @param pass how often it was begun
     * @param done whether the last pass is complete
     */
    record Stored(int pass, boolean done, Comparison.Counts counts) {}

    ComparisonLease(MongoDatabase database, String node, Duration timeout) {
        this.collection = database.getCollection(COLLECTION);
        this.node = node;
        this.heartbeats = new Heartbeats(timeout);
    }

    /** Begins a pass, if no other process is known to do one; null when one may. */
    @Nullable
    Held acquire(String scope) {
        Document found = collection.find(eq(ID, scope)).first();
        if (found == null) {
            return insert(scope) ? new Held(scope, 1, 1) : null;
        }
        String owner = found.getString(OWNER);
        long beat = found.getLong(BEAT);
        // One that is done is begun again only when the registry was not told so.
        if (!owner.equals(node) || found.getBoolean("done", false)) {
            if (!heartbeats.haveStopped(scope, owner, beat)) {
                return null;
            }
        }
        int pass = found.getInteger(PASS) + 1;
        boolean taken = change(
                scope,
                owner,
                beat,
                Updates.combine(Updates.set(OWNER, node), Updates.set(PASS, pass), Updates.set("done", false)));
        heartbeats.forget(scope);
        return taken ? new Held(scope, beat + 1, pass) : null;
    }

    private boolean insert(String scope) {
        return IdempotentInsert.insert(
                collection,
                new Document(ID, scope)
                        .append(OWNER, node)
                        .append(BEAT, 1L)
                        .append(PASS, 1)
                        .append("done", false));
    }

    /** Stores progress, which extends the lease; null when another process has taken it. */
    @Nullable
    Held extend(Held held, Comparison.Counts counts, boolean done) {
        boolean extended = change(
                held.scope(),
                node,
                held.beat(),
                Updates.combine(
                        Updates.set("documents", counts.documents()),
                        Updates.set("sideDocuments", counts.sideDocuments()),
                        Updates.set("answers", counts.answers()),
                        Updates.set("differences", counts.differences()),
                        Updates.set("waiting", counts.waiting()),
                        Updates.set("done", done)));
        return extended ? new Held(held.scope(), held.beat() + 1, held.pass()) : null;
    }

    private boolean change(String scope, String owner, long beat, Bson update) {
        return collection
                        .updateOne(
                                and(eq(ID, scope), eq(OWNER, owner), eq(BEAT, beat)),
                                Updates.combine(update, Updates.set(BEAT, beat + 1)))
                        .getMatchedCount()
                == 1;
    }

    /** What is known about the comparison of an epoch. */
    Optional<Stored> find(String scope) {
        return Optional.ofNullable(collection.find(eq(ID, scope)).first())
                .map(found -> new Stored(
                        found.getInteger(PASS),
                        found.getBoolean("done", false),
                        new Comparison.Counts(
                                number(found, "documents"),
                                number(found, "sideDocuments"),
                                number(found, "answers"),
                                number(found, "differences"),
                                (int) number(found, "waiting"))));
    }

    private static long number(Document document, String name) {
        Number number = document.get(name, Number.class);
        return number == null ? 0 : number.longValue();
    }
}
