package stockledger.command.reservation.recovery;

import static com.mongodb.ErrorCategory.DUPLICATE_KEY;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.index.Index;

/**
 * The recovery records in MongoDB. Each write names the revision it replaces, so that an outdated writer changes nothing.
 * Records are read by id, and all at once when a segment is claimed; due times are searched in {@link DueQueue}.
 */
class RecoveryRecords {

    /** The stored name; renaming it would lose the records of running deployments. */
    static final String COLLECTION = "reservation_upkeep";

    /** The tracking tokens of the reader. */
    static final String TOKENS = "command_tokens";

    private static final String ID = "_id";
    private static final String REVISION = "revision";
    private static final String DUE_AT = "dueAt";

    private final MongoOperations mongo;

    RecoveryRecords(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** Creates the indexes; idempotent. */
    void createIndexes() {
        mongo.indexOps(COLLECTION)
                .createIndex(new Index(ID, Sort.Direction.ASC)
                        .on(REVISION, Sort.Direction.ASC)
                        .unique());
        mongo.indexOps(TOKENS)
                .createIndex(new Index("processorName", Sort.Direction.ASC)
                        .on("segment", Sort.Direction.ASC)
                        .unique());
    }

    @Nullable
    RecoveryRecord find(String id) {
        return mongo.findById(id, RecoveryRecord.class, COLLECTION);
    }

    List<RecoveryRecord> find(List<String> ids) {
        return mongo.find(query(where(ID).in(ids)), RecoveryRecord.class, COLLECTION);
    }

    /** The due times of reservations; reads all records, so it is called once per claim. */
    Map<String, Instant> dueTimes(Predicate<String> ids) {
        Map<String, Instant> dueTimes = new HashMap<>();
        for (Document document : mongo.getCollection(COLLECTION).find().projection(Projections.include(DUE_AT))) {
            Date dueAt = document.getDate(DUE_AT);
            String id = document.getString(ID);
            if (dueAt != null && ids.test(id)) {
                dueTimes.put(id, dueAt.toInstant());
            }
        }
        return dueTimes;
    }

    /**
     * Writes records and deletes those that are finished, each only at the revision it was read with.
     *
     * @return false when some had another revision; it is unknown which
     */
    boolean store(List<RecoveryRecord> records) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        int inserted = 0;
        int replaced = 0;
        int removed = 0;
        for (RecoveryRecord record : records) {
            if (record.isFinished() && record.revision() > 0) {
                writes.add(new DeleteOneModel<>(asRead(record)));
                removed++;
            } else if (!record.isFinished() && record.revision() > 0) {
                writes.add(new ReplaceOneModel<>(asRead(record), document(record.next())));
                replaced++;
            } else if (!record.isFinished()) {
                writes.add(new InsertOneModel<>(document(record.next())));
                inserted++;
            }
        }
        if (writes.isEmpty()) {
            return true;
        }
        try {
            BulkWriteResult done =
                    mongo.getCollection(COLLECTION).bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return done.getInsertedCount() == inserted
                    && done.getMatchedCount() == replaced
                    && done.getDeletedCount() == removed;
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() == null
                    && e.getWriteErrors().stream().allMatch(error -> error.getCategory() == DUPLICATE_KEY)) {
                return false;
            }
            throw e;
        }
    }

    void remove(RecoveryRecord record) {
        mongo.getCollection(COLLECTION).deleteOne(asRead(record));
    }

    /** Plain members instead of a conjunction: the MongoDB stand-in uses its unique index for these only. */
    private static Document asRead(RecoveryRecord record) {
        return new Document(ID, record.id()).append(REVISION, record.revision());
    }

    private Document document(RecoveryRecord record) {
        Document document = new Document();
        mongo.getConverter().write(record, document);
        // Written by the converter, but class names move; records are read by their type.
        document.remove(DefaultMongoTypeMapper.DEFAULT_TYPE_KEY);
        return document;
    }
}
