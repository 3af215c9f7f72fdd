package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The differences that comparisons have found, in MongoDB: by key, kind and field. */
final class Differences {

    static final String COLLECTION = "differences";

    /** All are counted, these are stored: nobody reads more. */
    static final int MAX_STORED = 10_000;

    private static final String ID = "_id";
    private static final String PASS = "pass";
    private static final int MAX_ID = 600;
    private static final int MAX_VALUE = 1_000;

    /** Sorts before the characters of names, as the blank after a scope does. */
    private static final String AFTER_SCOPE = "!";

    private final MongoCollection<Document> collection;

    Differences(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION);
    }

    /**
     * Adds differences; one that is stored already is replaced.
     *
     * @param scope of the comparison, such as {@code sku@3}
     * @param pass those of earlier passes are deleted at the end of a pass
     */
    void add(String scope, int pass, List<Difference> differences) {
        List<WriteModel<Document>> writes = new ArrayList<>(differences.size());
        for (Difference one : differences) {
            String id = id(scope, one);
            writes.add(new ReplaceOneModel<>(
                    eq(ID, id),
                    new Document(ID, id)
                            .append(PASS, pass)
                            .append("kind", one.kind())
                            .append("key", one.key())
                            .append("field", one.field())
                            .append("served", text(one.served()))
                            .append("folded", text(one.folded())),
                    new ReplaceOptions().upsert(true)));
        }
        if (!writes.isEmpty()) {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private static String id(String scope, Difference one) {
        String id = scope + " " + one.key() + " " + one.kind() + " " + one.field();
        return id.length() <= MAX_ID
                ? id
                : id.substring(0, MAX_ID) + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        String json = value.toString();
        return json.length() <= MAX_VALUE
                ? json
                : JsonNodeFactory.instance
                        .stringNode(json.substring(0, MAX_VALUE) + "…")
                        .toString();
    }

    /** A page of differences; {@code next} is null at the end. */
    record Page(List<Difference> differences, @Nullable String next) {}

    /** @param after the {@code next} of the page before; null for the first page */
    Page page(String scope, @Nullable String after, int limit) {
        List<Difference> differences = new ArrayList<>();
        String last = null;
        String next = null;
        for (Document document : collection
                .find(and(gt(ID, after == null ? scope + " " : after), lt(ID, scope + AFTER_SCOPE)))
                .sort(Sorts.ascending(ID))
                .limit(limit + 1)) {
            if (differences.size() == limit) {
                next = last;
                break;
            }
            last = document.getString(ID);
            differences.add(new Difference(
                    document.getString("kind"),
                    document.getString("key"),
                    document.getString("field"),
                    json(document.getString("served")),
                    json(document.getString("folded"))));
        }
        return new Page(List.copyOf(differences), next);
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : StoredJson.mapper().readTree(text);
    }

    /** Deletes what only passes before this one have found. */
    void deleteBefore(String scope, int pass) {
        collection.deleteMany(and(gt(ID, scope + " "), lt(ID, scope + AFTER_SCOPE), lt(PASS, pass)));
    }

    /** Deletes the differences of all other rebuilds of a projection. */
    void retain(String projection, Set<String> scopes) {
        Set<String> others = new HashSet<>();
        for (Document document : collection
                .find(and(gt(ID, projection + "@"), lt(ID, projection + "A")))
                .projection(new Document(ID, 1))) {
            String id = document.getString(ID);
            others.add(id.substring(0, id.indexOf(' ')));
        }
        others.removeAll(scopes);
        others.forEach(scope -> deleteBefore(scope, Integer.MAX_VALUE));
    }
}
