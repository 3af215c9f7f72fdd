package stockledger.query.projection;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import tools.jackson.core.type.TypeReference;

/**
 * The documents of one epoch in MongoDB. A write names the revision it replaces: whoever wrote in between, be it a
 * process that slept through the loss of its claim, makes it fail instead of being overwritten.
 */
final class Documents<V> {

    private static final String ID = "_id";
    private static final String REVISION = "revision";
    private static final String VERSIONS = "versions";
    private static final String STREAM = "stream";
    private static final String SEQUENCE = "sequence";
    private static final String VIEW = "view";
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Projection<V> projection;
    private final MongoCollection<Document> collection;

    Documents(Projection<V> projection, MongoDatabase database, Epoch epoch) {
        this.projection = projection;
        this.collection = database.getCollection(epoch.collection());
    }

    /** Declares what reads and writes need; safe to repeat. */
    void prepare() {
        collection.createIndex(Indexes.ascending(ID, REVISION), new IndexOptions().unique(true));
        projection.indexes().forEach(collection::createIndex);
    }

    Map<String, Stored<V>> find(Collection<String> keys) {
        Map<String, Stored<V>> found = new HashMap<>();
        for (Document document : collection.find(in(ID, keys))) {
            Stored<V> stored = read(document);
            found.put(stored.key(), stored);
        }
        return found;
    }

    List<Stored<V>> page(Bson filter, Bson sort, int most) {
        List<Stored<V>> page = new ArrayList<>();
        for (Document document : collection.find(filter).sort(sort).limit(most)) {
            page.add(read(document));
        }
        return page;
    }

    /** Writes documents whose revision is still what it was when they were read; false when not all were. */
    boolean replace(List<Stored<V>> documents) {
        if (documents.isEmpty()) {
            return true;
        }
        List<WriteModel<Document>> writes = new ArrayList<>(documents.size());
        for (Stored<V> document : documents) {
            Document next = write(document.written());
            writes.add(
                    document.revision() == 0
                            ? new InsertOneModel<>(next)
                            : new ReplaceOneModel<>(asRead(document), next));
        }
        try {
            BulkWriteResult result = collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return result.getInsertedCount() + result.getMatchedCount() == documents.size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() == null
                    && e.getWriteErrors().stream()
                            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Finds a document only as it was read. Plain members, not a conjunction: that is what the stand-in's unique index
     * on both of them serves, where a conjunction would look at every document.
     */
    private static Document asRead(Stored<?> document) {
        return new Document(ID, document.key()).append(REVISION, document.revision());
    }

    private Document write(Stored<V> stored) {
        List<Document> versions = new ArrayList<>();
        stored.versions()
                .forEach((stream, sequence) -> versions.add(new Document(STREAM, stream).append(SEQUENCE, sequence)));
        return new Document(ID, stored.key())
                .append(REVISION, stored.revision())
                .append(VERSIONS, versions)
                .append(VIEW, new Document(StoredJson.mapper().convertValue(stored.view(), MEMBERS)));
    }

    private Stored<V> read(Document document) {
        Map<String, Long> versions = new HashMap<>();
        for (Document version : document.getList(VERSIONS, Document.class)) {
            versions.put(
                    version.getString(STREAM),
                    version.get(SEQUENCE, Number.class).longValue());
        }
        return new Stored<>(
                document.getString(ID),
                document.get(REVISION, Number.class).longValue(),
                versions,
                StoredJson.mapper().convertValue(document.get(VIEW), projection.type()));
    }
}
