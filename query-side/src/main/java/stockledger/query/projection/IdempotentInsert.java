package stockledger.query.projection;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.List;

/** Inserts documents whose id determines their content: a document that exists already is equal and is kept. */
public final class IdempotentInsert {

    private IdempotentInsert() {}

    public static <T> void insert(MongoCollection<T> collection, List<T> documents) {
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
