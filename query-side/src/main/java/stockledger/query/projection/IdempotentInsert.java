package stockledger.query.projection;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.List;

/** Inserts documents that other processes may insert at the same time: one that exists already is kept. */
public final class IdempotentInsert {

    private IdempotentInsert() {}

    /**
     * Inserts a document.
     *
     * @return false when one with its id, or with another unique member of it, exists already
     */
    public static <T> boolean insert(MongoCollection<T> collection, T document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        } catch (DuplicateKeyException e) {
            // Some servers report it as an error of the command.
            return false;
        }
    }

    /** Inserts documents whose id determines their content: one that exists already is equal. */
    public static <T> void insertAll(MongoCollection<T> collection, List<T> documents) {
        if (documents.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (!hasOnlyDuplicateKeys(e)) {
                throw e;
            }
        }
    }

    static boolean hasOnlyDuplicateKeys(MongoBulkWriteException failure) {
        return failure.getWriteConcernError() == null
                && failure.getWriteErrors().stream()
                        .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
