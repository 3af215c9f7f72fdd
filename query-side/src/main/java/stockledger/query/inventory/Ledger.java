package stockledger.query.inventory;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import stockledger.query.projection.StoredBson;
import stockledger.query.projection.VersionedDocument;

/**
 * The movements of all SKUs in MongoDB, each a document under its SKU and ordinal. An ordinal follows from the SKU's
 * stream alone, so whoever writes a movement again, however late, would write the same: it is left as it is.
 */
final class Ledger {

    static final String NAME = "movements";

    private static final String ID = "_id";

    private final MongoCollection<RawBsonDocument> collection;

    Ledger(MongoCollection<Document> collection) {
        this.collection = collection.withDocumentClass(RawBsonDocument.class);
    }

    /** Writes the movements that these documents gained. */
    void write(List<VersionedDocument<InventoryView>> documents) {
        List<RawBsonDocument> movements = new ArrayList<>();
        for (VersionedDocument<InventoryView> document : documents) {
            for (Movement movement : document.view().freshMovements()) {
                movements.add(StoredBson.document(writer -> {
                    writer.writeString(ID, id(document.key(), movement.ordinal()));
                    writer.writeName(NAME);
                    StoredBson.write(writer, movement);
                }));
            }
        }
        if (movements.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(movements, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream()
                            .anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    /** Movements of a SKU, newest first, from just before an ordinal on. */
    List<Movement> before(String sku, long ordinal, int most) {
        List<String> ids = LongStream.range(Math.max(0, ordinal - most), ordinal)
                .mapToObj(one -> id(sku, one))
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
        throw new IllegalStateException("a movement is missing in its document");
    }

    private static String id(String sku, long ordinal) {
        return sku + "#" + ordinal;
    }
}
