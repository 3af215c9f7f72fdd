package stockledger.query.inventory;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import stockledger.query.projection.IdempotentInsert;
import stockledger.query.projection.StoredBson;
import stockledger.query.projection.VersionedDocument;

/** The movements of all SKUs in MongoDB, one document per SKU and ordinal, which follows from the SKU's stream. */
final class Ledger {

    static final String NAME = "movements";

    private static final String ID = "_id";

    private final MongoCollection<RawBsonDocument> collection;

    Ledger(MongoCollection<Document> collection) {
        this.collection = collection.withDocumentClass(RawBsonDocument.class);
    }

    void write(List<VersionedDocument<InventoryView>> documents) {
        List<RawBsonDocument> movements = new ArrayList<>();
        for (VersionedDocument<InventoryView> document : documents) {
            for (Movement movement : document.view().newMovements()) {
                movements.add(StoredBson.document(writer -> {
                    writer.writeString(ID, id(document.key(), movement.ordinal()));
                    writer.writeName(NAME);
                    StoredBson.write(writer, movement);
                }));
            }
        }
        IdempotentInsert.insert(collection, movements);
    }

    /** Movements of a SKU below an ordinal, newest first. */
    List<Movement> findBefore(String sku, long endOrdinal, int limit) {
        List<String> ids = LongStream.range(Math.max(0, endOrdinal - limit), endOrdinal)
                .mapToObj(ordinal -> id(sku, ordinal))
                .toList();
        List<Movement> movements = new ArrayList<>(ids.size());
        if (!ids.isEmpty()) {
            for (RawBsonDocument document : collection.find(in(ID, ids))) {
                movements.add(movement(document));
            }
        }
        movements.sort(Comparator.comparingLong(Movement::ordinal).reversed());
        return movements;
    }

    private static Movement movement(RawBsonDocument document) {
        try (BsonReader reader = StoredBson.reader(document)) {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals(NAME)) {
                    return StoredBson.read(reader, Movement.class);
                }
                reader.skipValue();
            }
        }
        throw new IllegalStateException("document without movement");
    }

    private static String id(String sku, long ordinal) {
        return sku + "#" + ordinal;
    }
}
