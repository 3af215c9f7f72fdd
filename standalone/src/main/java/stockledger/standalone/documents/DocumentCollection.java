package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A collection in a {@link Table}. The position of a document is its id. */
final class DocumentCollection extends AbstractSynchronizedMongoCollection<Object> {

    private static final int PAGE = 500;

    private final Table table;
    private final PostingIndex.Indexes postings = new PostingIndex.Indexes();

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
        if (postings.isEmpty()) {
            table.add(position, document);
        } else {
            table.add(position, document, postings.changes(position, null, document));
        }
        return position;
    }

    @Override
    protected void handleUpdate(Object position, Document oldDocument, Document newDocument) {
        if (postings.isEmpty()) {
            table.replace(position, newDocument);
        } else {
            table.replace(position, newDocument, postings.changes(position, oldDocument, newDocument));
        }
    }

    @Override
    protected void removeDocument(Object position) {
        if (postings.isEmpty()) {
            table.remove(position);
        } else {
            table.remove(position, postings.changes(position, table.read(position), null));
        }
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        super.addIndex(index);
        if (index instanceof PostingIndex posting) {
            postings.add(posting, table);
        }
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
        postings.remove(name);
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
        IdScan scan = limit > 0 ? idScan(query, orderBy) : null;
        if (scan != null) {
            // They are in order already.
            return matchDocumentsFromStream(
                    documents(scan, numberToSkip + limit), query, null, numberToSkip, limit, batchSize, fieldSelector);
        }
        Stream<Document> documents = streamAllDocumentsWithPosition()
                .map(DocumentWithPosition::getDocument)
                .map(this::forReader);
        return matchDocumentsFromStream(documents, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** The scan of ids that finds the documents of a query in their order; null if there is none. */
    private @Nullable IdScan idScan(Document query, @Nullable Document orderBy) {
        IdRange range = IdRange.of(query, orderBy);
        if (range == null || range.isUnbounded() && !table.hasTextsOnly()) {
            return null;
        }
        IdScan scan = postings.scan(query, range);
        return scan == null ? table.scan(range) : scan;
    }

    /** Most queries need no second page, since the index has found their documents. */
    private Stream<Document> documents(IdScan scan, int pageSize) {
        return Stream.iterate(
                        scan.read(scan.range(), pageSize),
                        ids -> !ids.isEmpty(),
                        ids -> ids.size() < pageSize
                                ? List.of()
                                : scan.read(scan.range().after(ids.get(ids.size() - 1)), pageSize))
                .flatMap(List::stream)
                .map(table::read)
                .filter(Objects::nonNull)
                .map(this::forReader);
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
