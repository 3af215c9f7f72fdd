package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collection in a {@link Table}. The position of a document is its id. */
final class DocumentCollection extends AbstractSynchronizedMongoCollection<Object> {

    private static final int PAGE = 500;

    private final Table table;

    /** Whether an update runs: it changes the documents that it reads. Guarded by this collection. */
    private boolean updating;

    DocumentCollection(
            MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors, Table table) {
        super(database, name, options, cursors);
        this.table = table;
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector, Document update, ArrayFilters filters, boolean isMulti, boolean isUpsert, Oplog oplog) {
        updating = true;
        try {
            return super.updateDocuments(selector, update, filters, isMulti, isUpsert, oplog);
        } finally {
            updating = false;
        }
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        updating = true;
        try {
            return super.findAndModify(query);
        } finally {
            updating = false;
        }
    }

    @Override
    protected Document getDocument(Object position) {
        Document document = table.get(position);
        if (document == null) {
            throw new NoSuchElementException("no document with id " + position);
        }
        return forReader(document);
    }

    /** An update changes the document's members, not the values in them. */
    private Document forReader(Document document) {
        return updating ? document.clone() : document;
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        String field = getIdField();
        Object position = field == null
                ? UUID.randomUUID().toString()
                : IdIndex.position(Utils.getSubdocumentValue(document, field));
        table.add(position, document);
        return position;
    }

    @Override
    protected void handleUpdate(Object position, Document oldDocument, Document newDocument) {
        table.replace(position, newDocument);
    }

    @Override
    protected void removeDocument(Object position) {
        table.remove(position);
    }

    @Override
    protected @Nullable Object findDocumentPosition(Document document) {
        String field = getIdField();
        if (field == null) {
            return super.findDocumentPosition(document);
        }
        Object position = IdIndex.position(document.get(field));
        return table.contains(position) ? position : null;
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return Stream.iterate(table.page(null, PAGE), page -> !page.isEmpty(), this::next)
                .flatMap(List::stream);
    }

    private List<DocumentWithPosition<Object>> next(List<DocumentWithPosition<Object>> page) {
        return page.size() < PAGE
                ? List.of()
                : table.page(page.get(page.size() - 1).getPosition(), PAGE);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        boolean unsorted = orderBy == null || orderBy.isEmpty();
        if (query.isEmpty() && unsorted && numberToSkip == 0 && limit == 0 && batchSize > 0 && fieldSelector == null) {
            return readInBatches(batchSize);
        }
        Stream<Document> documents = streamAllDocumentsWithPosition()
                .map(DocumentWithPosition::getDocument)
                .map(this::forReader);
        return matchDocumentsFromStream(documents, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** Decodes a large collection batch by batch. A batch contains the writes made before it is read. */
    private QueryResult readInBatches(int batchSize) {
        WholeCollection cursor = new WholeCollection(cursorRegistry.generateCursorId());
        List<Document> first = cursor.takeDocuments(batchSize);
        if (cursor.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(cursor);
        return new QueryResult(first, cursor);
    }

    private final class WholeCollection extends AbstractCursor {

        private @Nullable Object last;
        private boolean ended;

        WholeCollection(long id) {
            super(id);
        }

        @Override
        public boolean isEmpty() {
            return ended;
        }

        @Override
        public List<Document> takeDocuments(int limit) {
            List<Document> documents = new ArrayList<>(limit);
            for (DocumentWithPosition<Object> one : table.page(last, limit)) {
                documents.add(one.getDocument());
                last = one.getPosition();
            }
            ended = documents.size() < limit;
            return documents;
        }
    }

    /** Sizes are not counted: it would encode each document twice more. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        // Not counted.
    }

    @Override
    protected int getDataSize() {
        return 0;
    }

    @Override
    public int count() {
        return table.count();
    }

    @Override
    public boolean isEmpty() {
        return table.isEmpty();
    }
}
