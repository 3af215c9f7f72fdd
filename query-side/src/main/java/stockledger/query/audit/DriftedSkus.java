package stockledger.query.audit;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;

/** The SKUs that differ from their events, in MongoDB, until an audit finds no difference. All processes share them. */
final class DriftedSkus {

    static final String COLLECTION = "audit_differences";

    private static final Logger LOG = LoggerFactory.getLogger(DriftedSkus.class);

    /** Of one SKU; the first ones name the cause. */
    private static final int MAX_DIFFERENCES = 50;

    /** A longer value is of a document that is missing as a whole, say. */
    private static final int MAX_VALUE_LENGTH = 1_000;

    private static final String SINCE = "since";
    private static final String SEEN = "seen";
    private static final String TOTAL = "total";
    private static final String ITEMS = "differences";

    private final MongoDatabase database;
    private volatile Set<String> known = Set.of();

    DriftedSkus(MongoDatabase database) {
        this.database = database;
    }

    /**
     * A SKU that differs from its events.
     *
     * @param since when the audit found it
     * @param seen when the audit saw it last
     * @param total number of differences, of which the first are listed
     */
    record Drift(String sku, Instant since, Instant seen, int total, List<Stored> differences) {}

    /** A difference as it is answered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stored(
            String where,
            String field,
            @Nullable JsonNode expected,
            @Nullable JsonNode found) {}

    /** Records what two audits have found. */
    void record(SkuAuditor.Result result, List<Difference> differences) {
        String sku = result.sku().value();
        Document before = collection().find(eq("_id", sku)).first();
        Date now = Date.from(Instant.now());
        List<Document> items = differences.stream()
                .limit(MAX_DIFFERENCES)
                .map(one -> new Document("where", one.where())
                        .append("field", one.field())
                        .append("expected", text(one.expected()))
                        .append("found", text(one.found())))
                .toList();
        collection()
                .replaceOne(
                        eq("_id", sku),
                        new Document("_id", sku)
                                .append(SINCE, before == null ? now : before.getDate(SINCE))
                                .append(SEEN, now)
                                .append(TOTAL, differences.size())
                                .append(ITEMS, items),
                        new ReplaceOptions().upsert(true));
        if (before == null) {
            LOG.warn(
                    "SKU {} differs from its events in {} fields: {}. POST /v1/admin/skus/{}/repair folds it again",
                    sku,
                    differences.size(),
                    fields(differences),
                    sku);
        }
        Set<String> more = new HashSet<>(known);
        more.add(sku);
        known = Set.copyOf(more);
    }

    /** Without values, which may be confidential. */
    private static String fields(List<Difference> differences) {
        return differences.stream()
                .limit(3)
                .map(one -> one.where() + " " + one.field())
                .toList()
                .toString();
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        String text = value == null ? null : StoredJson.mapper().writeValueAsString(value);
        return text == null || text.length() <= MAX_VALUE_LENGTH
                ? text
                : StoredJson.mapper().writeValueAsString(text.substring(0, MAX_VALUE_LENGTH) + "…");
    }

    /** An audit has found no difference. */
    void end(String sku) {
        if (known.contains(sku)) {
            collection().deleteOne(eq("_id", sku));
            LOG.warn("SKU {} agrees with its events again", sku);
            Set<String> fewer = new HashSet<>(known);
            fewer.remove(sku);
            known = Set.copyOf(fewer);
        }
    }

    /** Reads which SKUs all processes know to differ. */
    void refresh() {
        Set<String> read = new HashSet<>();
        for (Document document : collection().find().projection(Projections.include("_id"))) {
            read.add(document.getString("_id"));
        }
        known = Set.copyOf(read);
    }

    /** How many SKUs differ, as far as this process knows. */
    int count() {
        return known.size();
    }

    /** The SKUs that differ, after another one. */
    List<Drift> after(String last, int limit) {
        List<Drift> drifts = new ArrayList<>();
        for (Document document :
                collection().find(gt("_id", last)).sort(Sorts.ascending("_id")).limit(limit)) {
            drifts.add(drift(document));
        }
        return drifts;
    }

    /** What is known of one SKU; null when it agrees. */
    @Nullable
    Drift of(String sku) {
        Document found = collection().find(eq("_id", sku)).first();
        return found == null ? null : drift(found);
    }

    private static Drift drift(Document document) {
        List<Stored> items = document.getList(ITEMS, Document.class).stream()
                .map(item -> new Stored(
                        item.getString("where"),
                        item.getString("field"),
                        json(item.getString("expected")),
                        json(item.getString("found"))))
                .toList();
        return new Drift(
                document.getString("_id"),
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

    /** Differences as they are answered. */
    static List<Stored> shown(List<Difference> differences) {
        return differences.stream()
                .map(one -> new Stored(one.where(), one.field(), one.expected(), one.found()))
                .toList();
    }
}
