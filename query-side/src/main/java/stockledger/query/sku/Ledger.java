package stockledger.query.sku;

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

/**
 * The movements of all SKUs in MongoDB, one document per movement, with the id SKU#ordinal. The ordinal is derived from the
 * SKU's events, so a rebuild writes the same ids.
 */
public final class Ledger {

    public static final String NAME = "ledger";

    private static final String ID = "_id";
    private static final String MOVEMENT = "movement";

    private final MongoCollection<RawBsonDocument> collection;

    public Ledger(MongoCollection<Document> collection) {
        this.collection = collection.withDocumentClass(RawBsonDocument.class);
    }

    void write(List<VersionedDocument<SkuState>> documents) {
        List<RawBsonDocument> movements = new ArrayList<>();
        for (VersionedDocument<SkuState> document : documents) {
            for (Movement movement : document.view().newMovements()) {
                movements.add(StoredBson.document(writer -> {
                    writer.writeString(ID, id(document.key(), movement.ordinal()));
                    writer.writeName(MOVEMENT);
                    StoredBson.write(writer, movement);
                }));
            }
        }
        IdempotentInsert.insert(collection, movements);
    }

    /** At most {@code limit} movements of a SKU before an ordinal, newest first. */
    public List<Movement> findBefore(String sku, long endOrdinal, int limit) {
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
                if (reader.readName().equals(MOVEMENT)) {
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
