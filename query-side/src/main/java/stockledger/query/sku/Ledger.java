package stockledger.query.sku;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import stockledger.query.projection.IdempotentInsert;
import stockledger.query.projection.StoredBson;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.JsonNode;

/**
 * The movements of all SKUs in MongoDB, in parts of {@value #PART_SIZE} with the id SKU#number. The newest movements,
 * which do not fill a part yet, are in the {@link SkuState}: so a change writes one document. Which movements a part
 * has is derived from the SKU's events, so a rebuild writes the same parts.
 */
public final class Ledger {

    public static final String NAME = "ledger";

    /** The newest movements are written again at each change: more of them cost more than they save. */
    static final int PART_SIZE = 16;

    private static final String ID = "_id";
    private static final String MOVEMENTS = "movements";

    private final MongoCollection<RawBsonDocument> collection;

    public Ledger(MongoCollection<Document> collection) {
        this.collection = collection.withDocumentClass(RawBsonDocument.class);
    }

    /**
     * Movements that follow each other and never change again.
     *
     * @param number from 0
     */
    public record Part(long number, List<Movement> movements) {}

    /** The movements after the last complete part. */
    static List<Movement> tailOf(List<Movement> tail, List<Movement> added) {
        int count = tail.size() + added.size();
        int complete = count - count % PART_SIZE;
        if (added.isEmpty() || count == complete) {
            return added.isEmpty() ? tail : List.of();
        }
        List<Movement> all = joined(tail, added);
        return List.copyOf(all.subList(complete, count));
    }

    /** The parts that further movements complete. */
    static List<Part> partsOf(List<Movement> tail, List<Movement> added) {
        if (tail.size() + added.size() < PART_SIZE) {
            return List.of();
        }
        List<Movement> all = joined(tail, added);
        List<Part> parts = new ArrayList<>(all.size() / PART_SIZE);
        for (int from = 0; from + PART_SIZE <= all.size(); from += PART_SIZE) {
            List<Movement> movements = List.copyOf(all.subList(from, from + PART_SIZE));
            parts.add(new Part(movements.get(0).ordinal() / PART_SIZE, movements));
        }
        return parts;
    }

    private static List<Movement> joined(List<Movement> tail, List<Movement> added) {
        List<Movement> all = new ArrayList<>(tail.size() + added.size());
        all.addAll(tail);
        all.addAll(added);
        return all;
    }

    void write(List<VersionedDocument<SkuState>> documents) {
        List<RawBsonDocument> parts = new ArrayList<>();
        for (VersionedDocument<SkuState> document : documents) {
            for (Part part : document.view().newParts()) {
                parts.add(stored(document.key(), part));
            }
        }
        IdempotentInsert.insertAll(collection, parts);
    }

    /** Writes parts whatever is stored under their numbers. */
    void replace(String sku, List<Part> parts) {
        List<WriteModel<RawBsonDocument>> writes = new ArrayList<>();
        for (Part part : parts) {
            writes.add(new ReplaceOneModel<>(
                    new Document(ID, id(sku, part.number())), stored(sku, part), new ReplaceOptions().upsert(true)));
        }
        if (!writes.isEmpty()) {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private static RawBsonDocument stored(String sku, Part part) {
        return StoredBson.document(writer -> {
            writer.writeString(ID, id(sku, part.number()));
            writer.writeString(MOVEMENTS, StoredJson.mapper().writeValueAsString(part.movements()));
        });
    }

    /** A part of the ledger of a SKU, by its number. */
    public record PartId(String sku, long number) {

        private String text() {
            return id(sku, number);
        }
    }

    /** The movements of these parts as they are stored; without parts that do not exist. */
    public Map<PartId, JsonNode> parts(Collection<PartId> parts) {
        if (parts.isEmpty()) {
            return Map.of();
        }
        Map<String, JsonNode> byId = new HashMap<>();
        for (RawBsonDocument document :
                collection.find(in(ID, parts.stream().map(PartId::text).toList()))) {
            byId.put(
                    document.getString(ID).getValue(),
                    StoredJson.mapper().readTree(document.getString(MOVEMENTS).getValue()));
        }
        Map<PartId, JsonNode> found = new HashMap<>();
        parts.stream()
                .filter(part -> byId.containsKey(part.text()))
                .forEach(part -> found.put(part, byId.get(part.text())));
        return found;
    }

    /** At most {@code limit} movements of a SKU before an ordinal, newest first. */
    public List<Movement> findBefore(SkuState state, long endOrdinal, int limit) {
        long first = Math.max(0, endOrdinal - limit);
        long complete = state.stock().movements() / PART_SIZE;
        long lastPart = Math.min(complete, (endOrdinal + PART_SIZE - 1) / PART_SIZE);
        List<String> ids = LongStream.range(first / PART_SIZE, lastPart)
                .mapToObj(number -> id(state.sku(), number))
                .toList();
        List<Movement> movements = new ArrayList<>(state.tail());
        if (!ids.isEmpty()) {
            for (RawBsonDocument document : collection.find(in(ID, ids))) {
                movements.addAll(movements(document));
            }
        }
        return movements.stream()
                .filter(movement -> movement.ordinal() >= first && movement.ordinal() < endOrdinal)
                .sorted(Comparator.comparingLong(Movement::ordinal).reversed())
                .toList();
    }

    private static List<Movement> movements(RawBsonDocument document) {
        try (BsonReader reader = StoredBson.reader(document)) {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals(MOVEMENTS)) {
                    return List.of(StoredJson.mapper().readValue(reader.readString(), Movement[].class));
                }
                reader.skipValue();
            }
        }
        throw new IllegalStateException("document without movements");
    }

    private static String id(String sku, long number) {
        return sku + "#" + number;
    }
}
