package stockledger.query.inventory;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.Document;
import stockledger.query.projection.Stored;
import stockledger.query.projection.StoredJson;
import tools.jackson.core.type.TypeReference;

/**
 * The movements of all SKUs in MongoDB, each a document under its SKU and ordinal. An ordinal follows from the SKU's
 * stream alone, so whoever writes a movement again, however late, would write the same: it is left as it is.
 */
final class Ledger {

    static final String NAME = "movements";

    private static final String ID = "_id";
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final MongoCollection<Document> collection;

    Ledger(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    /** Writes the movements that these documents gained. */
    void write(List<Stored<InventoryView>> documents) {
        List<Document> movements = new ArrayList<>();
        for (Stored<InventoryView> document : documents) {
            for (Movement movement : document.view().freshMovements()) {
                movements.add(new Document(ID, id(document.key(), movement.ordinal()))
                        .append(NAME, new Document(StoredJson.mapper().convertValue(movement, MEMBERS))));
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
            for (Document document : collection.find(in(ID, ids))) {
                movements.add(StoredJson.mapper().convertValue(document.get(NAME), Movement.class));
            }
        }
        movements.sort(Comparator.comparingLong(Movement::ordinal).reversed());
        return movements;
    }

    private static String id(String sku, long ordinal) {
        return sku + "#" + ordinal;
    }
}
