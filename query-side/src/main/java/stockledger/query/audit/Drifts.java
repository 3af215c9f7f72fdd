package stockledger.query.audit;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;

/** The keys that differ from their events, in MongoDB, until an audit finds no difference. All processes share them. */
final class Drifts {

    static final String COLLECTION = "audit_drifts";

    private static final Logger LOG = LoggerFactory.getLogger(Drifts.class);

    /** Of one key; the first ones name the cause. */
    private static final int MAX_DIFFERENCES = 50;

    /** A longer value is of a document that is missing as a whole, say. */
    private static final int MAX_VALUE_LENGTH = 1_000;

    private static final char SEPARATOR = '/';
    private static final String SINCE = "since";
    private static final String SEEN = "seen";
    private static final String TOTAL = "total";
    private static final String ITEMS = "differences";

    private final MongoDatabase database;
    private volatile Set<String> known = Set.of();

    Drifts(MongoDatabase database) {
        this.database = database;
    }

    /**
     * A SKU, reservation or location that differs from its events.
     *
     * @param projection whose document, or answer, differs
     * @param key such as the SKU
     * @param since when the audit found it
     * @param seen when the audit saw it last
     * @param total number of differences, of which the first are listed
     */
    record Drift(
            String projection, String key, Instant since, Instant seen, int total, List<AuditDifference> differences) {

        /** By which drifts are ordered. */
        String position() {
            return id(projection, key);
        }
    }

    private static String id(String projection, String key) {
        return projection + SEPARATOR + key;
    }

    /** Records what two audits have found. */
    void record(String projection, AuditResult result, List<AuditDifference> differences) {
        String id = id(projection, result.key());
        Document before = collection().find(eq("_id", id)).first();
        Date now = Date.from(Instant.now());
        List<Document> items = differences.stream()
                .limit(MAX_DIFFERENCES)
                .map(one -> new Document("kind", one.kind())
                        .append("field", one.field())
                        .append("served", text(one.served()))
                        .append("folded", text(one.folded())))
                .toList();
        collection()
                .replaceOne(
                        eq("_id", id),
                        new Document("_id", id)
                                .append(SINCE, before == null ? now : before.getDate(SINCE))
                                .append(SEEN, now)
                                .append(TOTAL, differences.size())
                                .append(ITEMS, items),
                        new ReplaceOptions().upsert(true));
        if (before == null) {
            LOG.warn(
                    "{} differs from its events in {} fields: {}. A repair of the SKU, or a rebuild of other projections,"
                            + " folds it again",
                    id,
                    differences.size(),
                    fields(differences));
        }
        Set<String> more = new HashSet<>(known);
        more.add(id);
        known = Set.copyOf(more);
    }

    /** Without values, which may be confidential. */
    private static String fields(List<AuditDifference> differences) {
        return differences.stream()
                .limit(3)
                .map(one -> one.kind() + " " + one.field())
                .toList()
                .toString();
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        String text = value == null ? null : StoredJson.mapper().writeValueAsString(value);
        return text == null || text.length() <= MAX_VALUE_LENGTH
                ? text
                : StoredJson.mapper().writeValueAsString(text.substring(0, MAX_VALUE_LENGTH) + "…");
    }

    /** Audits have found no difference in these keys; another process may have found one before. */
    void end(String projection, Collection<String> keys) {
        List<String> ids = keys.stream().map(key -> id(projection, key)).toList();
        Set<String> ended = ids.isEmpty() ? Set.of() : ids(in("_id", ids));
        if (!ended.isEmpty()) {
            collection().deleteMany(in("_id", ended));
            LOG.warn("{} agree with their events again", ended);
            Set<String> fewer = new HashSet<>(known);
            fewer.removeAll(ended);
            known = Set.copyOf(fewer);
        }
    }

    /** Reads which keys all processes know to differ. */
    void refresh() {
        known = Set.copyOf(ids(new Document()));
    }

    private Set<String> ids(Bson filter) {
        Set<String> ids = new TreeSet<>();
        for (Document document : collection().find(filter).projection(Projections.include("_id"))) {
            ids.add(document.getString("_id"));
        }
        return ids;
    }

    /** How many keys differ, as far as this process knows. */
    int count() {
        return known.size();
    }

    /** The keys that differ, after the position of another one. */
    List<Drift> after(String last, int limit) {
        List<Drift> drifts = new ArrayList<>();
        for (Document document :
                collection().find(gt("_id", last)).sort(Sorts.ascending("_id")).limit(limit)) {
            drifts.add(drift(document));
        }
        return drifts;
    }

    /** What is known of one key; null when it agrees. */
    @Nullable
    Drift of(String projection, String key) {
        Document found = collection().find(eq("_id", id(projection, key))).first();
        return found == null ? null : drift(found);
    }

    private static Drift drift(Document document) {
        List<AuditDifference> items = document.getList(ITEMS, Document.class).stream()
                .map(item -> new AuditDifference(
                        item.getString("kind"),
                        item.getString("field"),
                        json(item.getString("served")),
                        json(item.getString("folded"))))
                .toList();
        String id = document.getString("_id");
        int separator = id.indexOf(SEPARATOR);
        return new Drift(
                id.substring(0, separator),
                id.substring(separator + 1),
                document.getDate(SINCE).toInstant(),
                document.getDate(SEEN).toInstant(),
                document.get(TOTAL, Number.class).intValue(),
                items);
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : StoredJson.mapper().readTree(text);
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
