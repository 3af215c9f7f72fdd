package stockledger.command.reservation;

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
import org.springframework.data.mongodb.core.index.Index;

/**
 * The upkeep's notes in MongoDB. Each write names the revision it replaces, so that an old writer changes nothing. They
 * are only asked for by id, and once by whoever claims a part of the events: nothing searches among them for what is due.
 */
class RecoveryRecords {

    static final String COLLECTION = "reservation_upkeep";

    /** How far each segment of the upkeep has read. */
    static final String TOKENS = "command_tokens";

    private static final String ID = "_id";
    private static final String REVISION = "revision";
    private static final String DUE_AT = "dueAt";

    private final MongoOperations mongo;

    RecoveryRecords(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** Declares what the queries need; safe to repeat. */
    void prepare() {
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

    /** When to look at the reservations that may not rest; reads all notes, so it is asked once for each claim. */
    Map<String, Instant> dates(Predicate<String> ofWhich) {
        Map<String, Instant> dates = new HashMap<>();
        for (Document note : mongo.getCollection(COLLECTION).find().projection(Projections.include(DUE_AT))) {
            Date dueAt = note.getDate(DUE_AT);
            String id = note.getString(ID);
            if (dueAt != null && ofWhich.test(id)) {
                dates.put(id, dueAt.toInstant());
            }
        }
        return dates;
    }

    /**
     * Writes notes, and removes those that are over, each if it is still of the revision it was read with.
     *
     * @return false when some were not; then it is not known which
     */
    boolean store(List<RecoveryRecord> notes) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        int inserted = 0;
        int replaced = 0;
        int removed = 0;
        for (RecoveryRecord note : notes) {
            if (note.isOver() && note.revision() > 0) {
                writes.add(new DeleteOneModel<>(asRead(note)));
                removed++;
            } else if (!note.isOver() && note.revision() > 0) {
                writes.add(new ReplaceOneModel<>(asRead(note), document(note.next())));
                replaced++;
            } else if (!note.isOver()) {
                writes.add(new InsertOneModel<>(document(note.next())));
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
        } catch (MongoBulkWriteException another) {
            if (another.getWriteConcernError() == null
                    && another.getWriteErrors().stream().allMatch(error -> error.getCategory() == DUPLICATE_KEY)) {
                return false;
            }
            throw another;
        }
    }

    void remove(RecoveryRecord note) {
        mongo.getCollection(COLLECTION).deleteOne(asRead(note));
    }

    /** Plain members, not a conjunction: the stand-in's unique index serves these, and would search for the other. */
    private static Document asRead(RecoveryRecord note) {
        return new Document(ID, note.id()).append(REVISION, note.revision());
    }

    private Document document(RecoveryRecord note) {
        Document document = new Document();
        mongo.getConverter().write(note, document);
        return document;
    }
}
