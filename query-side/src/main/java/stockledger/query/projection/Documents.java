package stockledger.query.projection;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The documents of one epoch in MongoDB, written by compare-and-set on their revision: a process that lost its claim
 * without noticing overwrites nothing.
 */
final class Documents<V> {

    private static final String ID = "_id";
    private static final String REVISION = "revision";
    static final String VERSIONS = "versions";
    static final String STREAM = "stream";
    static final String SEQUENCE = "sequence";
    private static final String VIEW = "view";
    private static final String DEGRADED_SINCE = "degradedSince";
    private static final int CURSOR_BATCH = 1_000;

    private final Projection<V> projection;
    private final @Nullable Retention<V> retention;
    private final Set<String> texts;
    private final MongoCollection<RawBsonDocument> collection;
    private final WriteGate gate;

    Documents(Projection<V> projection, MongoDatabase database, Epoch epoch) {
        this(projection, database, epoch, new WriteGate());
    }

    /** @param gate that writes pass */
    Documents(Projection<V> projection, MongoDatabase database, Epoch epoch, WriteGate gate) {
        this.gate = gate;
        this.projection = projection;
        this.retention = projection.retention();
        this.texts = projection.textMembers();
        this.collection = database.getCollection(epoch.collection(), RawBsonDocument.class);
    }

    /** Creates the indexes; idempotent. */
    void prepare() {
        if (!(projection instanceof EventLog)) {
            // The in-memory server finds the document of a revision by it; those of a log are never replaced.
            collection.createIndex(Indexes.ascending(ID, REVISION), new IndexOptions().unique(true));
        }
        projection.indexes().forEach(collection::createIndex);
    }

    /** The documents of these keys of which an event was folded. */
    Map<String, VersionedDocument<V>> find(Collection<String> keys) {
        Map<String, VersionedDocument<V>> found = new HashMap<>();
        for (StoredDocument<V> one : load(keys)) {
            if (!one.document().isPlaceholder()) {
                found.put(one.document().key(), one.document());
            }
        }
        return found;
    }

    /** The documents of these keys that exist, with their sizes; also those of which no event was folded. */
    List<StoredDocument<V>> load(Collection<String> keys) {
        List<StoredDocument<V>> found = new ArrayList<>(keys.size());
        for (RawBsonDocument document : collection.find(in(ID, keys))) {
            found.add(new StoredDocument<>(read(document), size(document)));
        }
        return found;
    }

    private static int size(RawBsonDocument document) {
        return document.getByteBuffer().remaining();
    }

    /** The documents of these keys as they are stored, whether or not their members are those of a view. */
    Map<String, VersionedDocument<JsonNode>> findTrees(Collection<String> keys) {
        Map<String, VersionedDocument<JsonNode>> found = new HashMap<>();
        for (RawBsonDocument document : collection.find(in(ID, keys))) {
            VersionedDocument<JsonNode> tree = read(document, JsonNode.class, texts);
            found.put(tree.key(), tree);
        }
        return found;
    }

    /** The first keys after another one, in the order of their bytes. */
    List<String> keysAfter(String last, int limit) {
        List<String> keys = new ArrayList<>();
        for (RawBsonDocument document : collection
                .find(gt(ID, last))
                .projection(Projections.include(ID))
                .sort(Sorts.ascending(ID))
                .limit(limit)) {
            keys.add(document.getString(ID).getValue());
        }
        return keys;
    }

    /**
     * Replaces the document of a revision as a whole, whatever its members are.
     *
     * @param before revision that was read; 0 when there is no document
     * @return false when another revision is stored
     */
    boolean replace(long before, VersionedDocument<V> after) {
        RawBsonDocument content = whole(after);
        if (before > 0) {
            Document filter = new Document(ID, after.key()).append(REVISION, before);
            return collection.replaceOne(filter, content).getMatchedCount() == 1;
        }
        return IdempotentInsert.insert(collection, content);
    }

    List<VersionedDocument<V>> page(Bson filter, Bson sort, int limit) {
        List<VersionedDocument<V>> page = new ArrayList<>();
        for (RawBsonDocument document : collection.find(filter).sort(sort).limit(limit)) {
            addTo(page, read(document));
        }
        return page;
    }

    private void addTo(List<VersionedDocument<V>> page, VersionedDocument<V> document) {
        if (!document.isPlaceholder()) {
            page.add(document);
        }
    }

    List<Document> aggregate(List<Bson> pipeline) {
        return collection.aggregate(pipeline, Document.class).into(new ArrayList<>());
    }

    /** Every document in no order; a document may include writes made during the read. */
    void forEach(Consumer<VersionedDocument<V>> consumer) {
        for (RawBsonDocument document : collection.find().batchSize(CURSOR_BATCH)) {
            VersionedDocument<V> read = read(document);
            if (!read.isPlaceholder()) {
                consumer.accept(read);
            }
        }
    }

    /**
     * Deletes documents that a filter selects, each only at the revision that was read.
     *
     * @param max at most so many
     * @return how many were selected
     */
    int delete(Bson filter, int max) {
        List<WriteModel<RawBsonDocument>> deletes = new ArrayList<>();
        for (RawBsonDocument document : collection
                .find(filter)
                .projection(Projections.include(ID, REVISION))
                .limit(max)) {
            deletes.add(
                    new DeleteOneModel<>(new Document(ID, document.get(ID)).append(REVISION, document.get(REVISION))));
        }
        for (int from = 0; from < deletes.size(); from += CURSOR_BATCH) {
            List<WriteModel<RawBsonDocument>> some =
                    deletes.subList(from, Math.min(from + CURSOR_BATCH, deletes.size()));
            collection.bulkWrite(some, new BulkWriteOptions().ordered(false));
        }
        return deletes.size();
    }

    /**
     * Writes the documents whose stored revision is still the one before the change, and of those that exist only the
     * members that changed. Documents that are no longer kept are deleted instead.
     *
     * @return the documents that are stored now; null when some were not written, since their revision is another one
     */
    @Nullable
    List<StoredDocument<V>> write(List<DocumentChange<V>> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<WriteModel<RawBsonDocument>> writes = new ArrayList<>(changes.size());
        List<StoredDocument<V>> written = new ArrayList<>(changes.size());
        Instant now = Instant.now();
        for (DocumentChange<V> change : changes) {
            VersionedDocument<V> before = change.before().document();
            if (retention != null && retention.isOver(change.after().view(), now)) {
                if (before.revision() > 0) {
                    writes.add(new DeleteOneModel<>(revisionFilter(before)));
                }
                continue;
            }
            Map<String, @Nullable Object> members =
                    projection.members(change.after().view());
            RawBsonDocument content;
            if (before.revision() == 0) {
                content = whole(change.after());
                writes.add(new InsertOneModel<>(content));
            } else if (members.isEmpty()) {
                content = whole(change.after());
                writes.add(new ReplaceOneModel<>(revisionFilter(before), content));
            } else {
                content = update(change, members, projection.members(before.view()));
                writes.add(new UpdateOneModel<>(revisionFilter(before), content));
            }
            written.add(change.written(
                    projection.withoutSideDocuments(change.after().view()), size(content)));
        }
        if (writes.isEmpty()) {
            return written;
        }
        gate.begin();
        try {
            BulkWriteResult result = collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            int done = result.getInsertedCount() + result.getMatchedCount() + result.getDeletedCount();
            written.forEach(
                    one -> gate.written(one.document().key(), one.document().versions()));
            return done == writes.size() ? written : null;
        } catch (MongoBulkWriteException e) {
            if (IdempotentInsert.hasOnlyDuplicateKeys(e)) {
                return null;
            }
            throw e;
        } finally {
            gate.end();
        }
    }

    /** Inserts documents whose id determines their content; those that exist already are kept. */
    void insert(List<VersionedDocument<V>> all) {
        IdempotentInsert.insertAll(collection, all.stream().map(this::whole).toList());
    }

    private RawBsonDocument update(
            DocumentChange<V> change,
            Map<String, @Nullable Object> members,
            Map<String, @Nullable Object> membersBefore) {
        VersionedDocument<V> after = change.after();
        return StoredBson.document(writer -> {
            if (after.degradedSince() == null && change.before().document().degradedSince() != null) {
                writer.writeStartDocument("$unset");
                writer.writeString(DEGRADED_SINCE, "");
                writer.writeEndDocument();
            }
            writer.writeStartDocument("$set");
            writer.writeInt64(REVISION, after.revision());
            write(writer, after.versions());
            writeDegraded(writer, after);
            members.forEach((name, value) -> {
                if (value != null && !value.equals(membersBefore.get(name))) {
                    writer.writeName(VIEW + "." + name);
                    writeMember(writer, name, value);
                }
            });
            writer.writeEndDocument();
        });
    }

    /** Plain fields, not {@code $and}: the in-memory server uses its unique index only for this form. */
    private static Document revisionFilter(VersionedDocument<?> document) {
        return new Document(ID, document.key()).append(REVISION, document.revision());
    }

    private RawBsonDocument whole(VersionedDocument<V> stored) {
        return StoredBson.document(writer -> {
            writer.writeString(ID, stored.key());
            writer.writeInt64(REVISION, stored.revision());
            write(writer, stored.versions());
            writeDegraded(writer, stored);
            writer.writeName(VIEW);
            Map<String, @Nullable Object> members = projection.members(stored.view());
            if (members.isEmpty()) {
                StoredBson.write(writer, stored.view());
                return;
            }
            writer.writeStartDocument();
            members.forEach((name, value) -> {
                if (value != null) {
                    writer.writeName(name);
                    writeMember(writer, name, value);
                }
            });
            writer.writeEndDocument();
        });
    }

    private void writeMember(BsonWriter writer, String name, Object value) {
        if (texts.contains(name)) {
            StoredBson.writeText(writer, value);
        } else {
            StoredBson.write(writer, value);
        }
    }

    private static void writeDegraded(BsonWriter writer, VersionedDocument<?> stored) {
        Instant since = stored.degradedSince();
        if (since != null) {
            writer.writeDateTime(DEGRADED_SINCE, since.toEpochMilli());
        }
    }

    private static void write(BsonWriter writer, Map<String, Long> versions) {
        writer.writeStartArray(VERSIONS);
        versions.forEach((stream, sequence) -> {
            writer.writeStartDocument();
            writer.writeString(STREAM, stream);
            writer.writeInt64(SEQUENCE, sequence);
            writer.writeEndDocument();
        });
        writer.writeEndArray();
    }

    private VersionedDocument<V> read(RawBsonDocument document) {
        return read(document, projection.type(), texts);
    }

    /**
     * Reads a document.
     *
     * @param texts the members of the view that are stored as text
     */
    static <T> VersionedDocument<T> read(RawBsonDocument document, Class<T> type, Set<String> texts) {
        String key = "";
        long revision = 0;
        Map<String, Long> versions = Map.of();
        T view = null;
        Instant degradedSince = null;
        try (BsonReader reader = StoredBson.reader(document)) {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case ID -> key = reader.readString();
                    case REVISION -> revision = number(reader);
                    case VERSIONS -> versions = versions(reader);
                    case VIEW -> view = StoredBson.read(reader, type, texts);
                    case DEGRADED_SINCE -> degradedSince = Instant.ofEpochMilli(reader.readDateTime());
                    default -> reader.skipValue();
                }
            }
        }
        return new VersionedDocument<>(
                key, revision, versions, Objects.requireNonNull(view, "document without view"), degradedSince);
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
