package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The index on the id, or on the id and further fields, which is unique because the id is. The table itself is the index. It
 * finds the documents of each query that names ids; the collection compares the other fields of the query.
 */
final class IdIndex extends Index<Object> {

    static final String ID = "_id";

    private static final String IN = "$in";

    private final Table table;

    IdIndex(String name, List<IndexKey> keys, Table table) {
        super(name, keys, false);
        this.table = table;
    }

    @Override
    public @Nullable Object getPosition(Document document) {
        Object id = position(document.get(ID));
        return table.contains(id) ? id : null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        if (getPosition(document) != null) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get(ID)));
        }
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        // The document is in the table already.
    }

    @Override
    public @Nullable Object remove(Document document) {
        return getPosition(document);
    }

    @Override
    public boolean canHandle(Document query) {
        Object id = query.get(ID);
        if (id instanceof Document expression && isQuery(expression)) {
            return expression.keySet().equals(Set.of(IN))
                    && values(expression).stream().allMatch(IdIndex::isPlain);
        }
        return isPlain(id);
    }

    private static boolean isQuery(Document expression) {
        return expression.keySet().stream().anyMatch(key -> key.startsWith("$"));
    }

    private static boolean isPlain(@Nullable Object id) {
        return id != null && !(id instanceof Collection) && !BsonRegularExpression.isRegularExpression(id);
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        Object id = query.get(ID);
        Collection<?> ids = id instanceof Document expression && isQuery(expression) ? values(expression) : List.of(id);
        List<Object> positions = new ArrayList<>(ids.size());
        for (Object one : ids) {
            Object position = position(one);
            if (table.contains(position)) {
                positions.add(position);
            }
        }
        return positions;
    }

    private static Collection<?> values(Document expression) {
        return expression.get(IN) instanceof Collection<?> values ? values : List.of();
    }

    /** Numbers of different types are the same id. */
    static Object position(@Nullable Object id) {
        return id instanceof String ? id : new KeyValue(id).normalized().get(0);
    }

    @Override
    public long getCount() {
        return table.count();
    }

    /** Never: an empty index would be filled, and this one has every document already. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
        // Ids never change.
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Object position, MongoCollection<Object> collection) {
        // Ids never change.
    }

    @Override
    public void drop() {
        // The table remains.
    }
}
