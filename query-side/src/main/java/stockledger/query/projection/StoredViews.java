package stockledger.query.projection;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A collection of an epoch as JSON, whichever version of the code has written it. */
final class StoredViews {

    private static final String ID = "_id";

    private final MongoCollection<RawBsonDocument> collection;

    StoredViews(MongoDatabase database, String collection) {
        this.collection = database.getCollection(collection, RawBsonDocument.class);
    }

    /** The keys of all documents, in no order; a document may be written while they are read. */
    MongoCursor<RawBsonDocument> keys(int batchSize) {
        return collection
                .find()
                .projection(Projections.include(ID))
                .batchSize(batchSize)
                .iterator();
    }

    static String keyOf(RawBsonDocument document) {
        return document.getString(ID).getValue();
    }

    /** @param texts members of the view that are stored as text */
    static VersionedDocument<JsonNode> read(RawBsonDocument document, Set<String> texts) {
        return Documents.read(document, JsonNode.class, texts);
    }

    /** Which of these keys exist. */
    Set<String> existing(Collection<String> keys) {
        Set<String> found = new HashSet<>();
        for (RawBsonDocument document : collection.find(in(ID, keys)).projection(Projections.include(ID))) {
            found.add(keyOf(document));
        }
        return found;
    }

    /** The versions of these documents only. */
    Map<String, Map<String, Long>> versions(Collection<String> keys) {
        Map<String, Map<String, Long>> found = new HashMap<>();
        for (RawBsonDocument document :
                collection.find(in(ID, keys)).projection(Projections.include(ID, Documents.VERSIONS))) {
            Map<String, Long> versions = new HashMap<>();
            for (BsonValue one : document.getArray(Documents.VERSIONS)) {
                versions.put(
                        one.asDocument().getString(Documents.STREAM).getValue(),
                        one.asDocument().getNumber(Documents.SEQUENCE).longValue());
            }
            found.put(keyOf(document), versions);
        }
        return found;
    }

    /** Documents as they are stored. */
    Map<String, RawBsonDocument> raw(Collection<String> keys) {
        Map<String, RawBsonDocument> found = new HashMap<>();
        for (RawBsonDocument document : collection.find(in(ID, keys))) {
            found.put(keyOf(document), document);
        }
        return found;
    }

    /** Whether two documents are the same bytes. */
    static boolean areSame(RawBsonDocument one, RawBsonDocument other) {
        return one.getByteBuffer().asNIO().equals(other.getByteBuffer().asNIO());
    }

    /** A document of a side collection, with its texts that are JSON as such. */
    static JsonNode json(RawBsonDocument document) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, BsonValue> member : document.entrySet()) {
            if (!member.getKey().equals(ID)) {
                json.set(member.getKey(), value(member.getValue()));
            }
        }
        return json;
    }

    private static JsonNode value(BsonValue value) {
        if (!value.isString()) {
            return JsonNodeFactory.instance.stringNode(
                    value.isNumber() ? String.valueOf(value.asNumber().longValue()) : value.toString());
        }
        String text = value.asString().getValue();
        try {
            return text.startsWith("[") || text.startsWith("{")
                    ? StoredJson.mapper().readTree(text)
                    : JsonNodeFactory.instance.stringNode(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    /** The next keys of a cursor. */
    static List<String> next(MongoCursor<RawBsonDocument> cursor, int max) {
        List<String> keys = new ArrayList<>(max);
        while (keys.size() < max && cursor.hasNext()) {
            keys.add(keyOf(cursor.next()));
        }
        return keys;
    }
}
