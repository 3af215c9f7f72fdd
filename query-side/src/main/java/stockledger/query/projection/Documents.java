package stockledger.query.projection;

import static com.mongodb.client.model.Filters.in;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * The documents of one epoch in MongoDB, written by compare-and-set on their revision: a process that lost its claim
 * without noticing overwrites nothing.
 */
final class Documents<V> {

    private static final String ID = "_id";
    private static final String REVISION = "revision";
    private static final String VERSIONS = "versions";
    private static final String STREAM = "stream";
    private static final String SEQUENCE = "sequence";
    private static final String VIEW = "view";
    private static final int CURSOR_BATCH = 1_000;

    private final Projection<V> projection;
    private final MongoCollection<RawBsonDocument> collection;

    Documents(Projection<V> projection, MongoDatabase database, Epoch epoch) {
        this.projection = projection;
        this.collection = database.getCollection(epoch.collection(), RawBsonDocument.class);
    }

    /** Creates the indexes; idempotent. */
    void prepare() {
        collection.createIndex(Indexes.ascending(ID, REVISION), new IndexOptions().unique(true));
        projection.indexes().forEach(collection::createIndex);
    }

    Map<String, VersionedDocument<V>> find(Collection<String> keys) {
        Map<String, VersionedDocument<V>> found = new HashMap<>();
        for (RawBsonDocument document : collection.find(in(ID, keys))) {
            VersionedDocument<V> stored = read(document);
            found.put(stored.key(), stored);
        }
        return found;
    }

    List<VersionedDocument<V>> page(Bson filter, Bson sort, int limit) {
        List<VersionedDocument<V>> page = new ArrayList<>();
        for (RawBsonDocument document : collection.find(filter).sort(sort).limit(limit)) {
            page.add(read(document));
        }
        return page;
    }

    List<Document> aggregate(List<Bson> pipeline) {
        return collection.aggregate(pipeline, Document.class).into(new ArrayList<>());
    }

    /** Every document in no order; a document may include writes made during the read. */
    void forEach(Consumer<VersionedDocument<V>> consumer) {
        for (RawBsonDocument document : collection.find().batchSize(CURSOR_BATCH)) {
            consumer.accept(read(document));
        }
    }

    /** Writes the documents whose stored revision is still the one that was read; returns whether all were written. */
    boolean replace(List<VersionedDocument<V>> documents) {
        if (documents.isEmpty()) {
            return true;
        }
        List<WriteModel<RawBsonDocument>> writes = new ArrayList<>(documents.size());
        for (VersionedDocument<V> document : documents) {
            RawBsonDocument next = write(document.withNextRevision());
            writes.add(
                    document.revision() == 0
                            ? new InsertOneModel<>(next)
                            : new ReplaceOneModel<>(revisionFilter(document), next));
        }
        try {
            BulkWriteResult result = collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return result.getInsertedCount() + result.getMatchedCount() == documents.size();
        } catch (MongoBulkWriteException e) {
            if (IdempotentInsert.hasOnlyDuplicateKeys(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Plain fields, not {@code $and}: the in-memory server uses its unique index only for this form. */
    private static Document revisionFilter(VersionedDocument<?> document) {
        return new Document(ID, document.key()).append(REVISION, document.revision());
    }

    private RawBsonDocument write(VersionedDocument<V> stored) {
        return StoredBson.document(writer -> {
            writer.writeString(ID, stored.key());
            writer.writeInt64(REVISION, stored.revision());
            writer.writeStartArray(VERSIONS);
            stored.versions().forEach((stream, sequence) -> {
                writer.writeStartDocument();
                writer.writeString(STREAM, stream);
                writer.writeInt64(SEQUENCE, sequence);
                writer.writeEndDocument();
            });
            writer.writeEndArray();
            writer.writeName(VIEW);
            StoredBson.write(writer, stored.view());
        });
    }

    private VersionedDocument<V> read(RawBsonDocument document) {
        String key = "";
        long revision = 0;
        Map<String, Long> versions = Map.of();
        V view = null;
        try (BsonReader reader = StoredBson.reader(document)) {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case ID -> key = reader.readString();
                    case REVISION -> revision = number(reader);
                    case VERSIONS -> versions = versions(reader);
                    case VIEW -> view = StoredBson.read(reader, projection.type());
                    default -> reader.skipValue();
                }
            }
        }
        return new VersionedDocument<>(key, revision, versions, Objects.requireNonNull(view, "document without view"));
    }

    private static Map<String, Long> versions(BsonReader reader) {
        Map<String, Long> versions = new HashMap<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String stream = "";
            long sequence = 0;
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case STREAM -> stream = reader.readString();
                    case SEQUENCE -> sequence = number(reader);
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            versions.put(stream, sequence);
        }
        reader.readEndArray();
        return versions;
    }

    private static long number(BsonReader reader) {
        return reader.getCurrentBsonType() == BsonType.INT32 ? reader.readInt32() : reader.readInt64();
    }
}
