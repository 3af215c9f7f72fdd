package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;

/** A database of {@link DocumentCollection}s. */
final class DocumentDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    private final DocumentStore store;

    DocumentDatabase(String name, DocumentStore store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
        return new DocumentCollection(this, collection, options, cursorRegistry, table(collection));
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        return keys.get(0).getKey().equals(IdIndex.ID)
                ? new IdIndex(index, keys, table(collection))
                : new UniqueIndex(index, keys, sparse);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        return PostingIndex.isOf(keys)
                ? new PostingIndex(index, keys, store, getFullCollectionNamespace(collection) + "$" + index)
                : new SecondaryIndex(index, keys);
    }

    /** Is listed and finds nothing. It is never empty: to fill an empty index, every document is read twice. */
    private static final class SecondaryIndex extends EmptyIndex<Object> {

        SecondaryIndex(String name, List<IndexKey> keys) {
            super(name, keys);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    private Table table(String collection) {
        return store.table(getFullCollectionNamespace(collection));
    }

    @Override
    public void dropCollection(String collection, Oplog oplog) {
        super.dropCollection(collection, oplog);
        store.drop(getFullCollectionNamespace(collection));
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
        throw new UnsupportedOperationException("collections cannot be renamed");
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }
}
