package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;

/** A backend of the MongoDB server whose documents are in a {@link DocumentStore}. */
final class DocumentBackend extends AbstractMongoBackend {

    private final DocumentStore store;

    DocumentBackend(DocumentStore store) {
        this.store = store;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new DocumentDatabase(name, store, getCursorRegistry());
    }
}
