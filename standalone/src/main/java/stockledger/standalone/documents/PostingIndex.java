package stockledger.standalone.documents;

import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An index of a field and the id, {@code {field: 1, _id: 1}}: a stored key for each value of a document, the value followed by
 * the id, so that the documents of a value are read in the order of their ids, and those of several values are where their keys
 * meet. The keys are written together with the document. For queries that are not sorted by id it finds nothing.
 */
final class PostingIndex extends EmptyIndex<Object> {

    private static final String ALL = "$all";
    private static final byte[] COMPLETE = {};
    private static final int FILL_SIZE = 500;

    private final DocumentStore store;
    private final String tableName;
    private final String field;
    private final int table;

    PostingIndex(String name, List<IndexKey> keys, DocumentStore store, String tableName) {
        super(name, keys);
        this.store = store;
        this.tableName = tableName;
        this.field = keys.get(0).getKey();
        this.table = store.tableId(tableName);
    }

    /** Whether an index with these keys is one of this kind. */
    static boolean isOf(List<IndexKey> keys) {
        return keys.size() == 2
                && keys.get(0).isAscending()
                && !keys.get(0).getKey().equals(IdIndex.ID)
                && keys.get(1).isAscending()
                && keys.get(1).getKey().equals(IdIndex.ID);
    }

    /** Never: {@link #fill} adds the documents that exist, and the collection those that are written. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    /** Adds the documents of a collection that existed before this index. */
    void fill(Table documents) {
        if (store.get(table, COMPLETE) != null) {
            return;
        }
        List<DocumentStore.Change> changes = new ArrayList<>();
        documents.forEach(one -> {
            changes.addAll(changes(Table.key(one.getPosition()), null, one.getDocument()));
            if (changes.size() >= FILL_SIZE) {
                store.write(changes);
                changes.clear();
            }
        });
        changes.add(new DocumentStore.Change(table, COMPLETE, new byte[0]));
        store.write(changes);
    }

    /** What changes in this index with a document; null for none before or after. */
    List<DocumentStore.Change> changes(byte[] id, @Nullable Document before, @Nullable Document after) {
        Set<ByteBuffer> old = prefixes(before);
        Set<ByteBuffer> now = prefixes(after);
        List<DocumentStore.Change> changes = new ArrayList<>(now.size());
        for (ByteBuffer prefix : old) {
            if (!now.contains(prefix)) {
                changes.add(new DocumentStore.Change(table, join(prefix.array(), id), null));
            }
        }
        for (ByteBuffer prefix : now) {
            if (!old.contains(prefix)) {
                changes.add(new DocumentStore.Change(table, join(prefix.array(), id), new byte[0]));
            }
        }
        return changes;
    }

    /** The prefixes of the keys that a query asks for, all of which must have a document; empty if it asks for none. */
    List<byte[]> prefixesOf(Document query) {
        Object asked = query.get(field);
        if (asked instanceof Document expression) {
            return expression.keySet().equals(Set.of(ALL)) && expression.get(ALL) instanceof Collection<?> values
                    ? values.stream().map(PostingIndex::prefix).toList()
                    : List.of();
        }
        return asked instanceof String || asked instanceof Number ? List.of(prefix(asked)) : List.of();
    }

    /** The scan of the ids that have all of these prefixes. */
    IdScan scan(List<byte[]> prefixes, IdRange range) {
        return new IdScan(store, table, prefixes, range);
    }

    private Set<ByteBuffer> prefixes(@Nullable Document document) {
        if (document == null) {
            return Set.of();
        }
        Set<ByteBuffer> prefixes = new TreeSet<>();
        Object value = Utils.getSubdocumentValue(document, field);
        Collection<?> values = value instanceof Collection<?> several ? several : Arrays.asList(value);
        for (Object one : values) {
            if (one instanceof String || one instanceof Number) {
                prefixes.add(ByteBuffer.wrap(prefix(one)));
            }
        }
        return prefixes;
    }

    /** With the length before the value, no value is a prefix of another one. */
    private static byte[] prefix(@Nullable Object value) {
        byte[] key = Table.key(IdIndex.position(value));
        return ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(key.length)
                .put(key)
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @Override
    public void drop() {
        store.drop(tableName);
    }

    /** The indexes of one collection. */
    static final class Indexes {

        private final Map<String, PostingIndex> byName = new LinkedHashMap<>();

        void add(PostingIndex index, Table documents) {
            if (!byName.containsKey(index.getName())) {
                index.fill(documents);
                byName.put(index.getName(), index);
            }
        }

        void remove(String name) {
            byName.remove(name);
        }

        boolean isEmpty() {
            return byName.isEmpty();
        }

        List<DocumentStore.Change> changes(Object id, @Nullable Document before, @Nullable Document after) {
            List<DocumentStore.Change> changes = new ArrayList<>();
            for (PostingIndex index : byName.values()) {
                changes.addAll(index.changes(Table.key(id), before, after));
            }
            return changes;
        }

        /** The scan that finds the documents of a query by one of these indexes; null if none can. */
        @Nullable
        IdScan scan(Document query, IdRange range) {
            for (PostingIndex index : byName.values()) {
                List<byte[]> prefixes = index.prefixesOf(query);
                if (!prefixes.isEmpty()) {
                    return index.scan(prefixes, range);
                }
            }
            return null;
        }
    }
}
