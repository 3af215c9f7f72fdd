package stockledger.command.reservation;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.bulk.BulkWriteResult;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.FindAndReplaceOptions;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;

/** The upkeep's notes in MongoDB. Each write names the revision it replaces, so that an old writer changes nothing. */
class UpkeepNotes {

    static final String COLLECTION = "reservation_upkeep";

    /** How far each segment of the upkeep has read. */
    static final String TOKENS = "command_tokens";

    private final MongoOperations mongo;

    UpkeepNotes(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** Declares what the queries need; safe to repeat. */
    void prepare() {
        mongo.indexOps(COLLECTION).createIndex(new Index("dueAt", Sort.Direction.ASC).sparse());
        mongo.indexOps(COLLECTION)
                .createIndex(new Index("_id", Sort.Direction.ASC)
                        .on("revision", Sort.Direction.ASC)
                        .unique());
        mongo.indexOps(TOKENS)
                .createIndex(new Index("processorName", Sort.Direction.ASC)
                        .on("segment", Sort.Direction.ASC)
                        .unique());
    }

    @Nullable
    UpkeepNote find(String id) {
        return mongo.findById(id, UpkeepNote.class, COLLECTION);
    }

    List<UpkeepNote> find(List<String> ids) {
        return mongo.find(query(where("_id").in(ids)), UpkeepNote.class, COLLECTION);
    }

    List<UpkeepNote> due(Instant now, int most) {
        return mongo.find(
                query(where("dueAt").lte(now)).with(Sort.by("dueAt")).limit(most), UpkeepNote.class, COLLECTION);
    }

    /** Writes or removes a note, if it is still of the revision it was read with. */
    boolean store(UpkeepNote note) {
        if (note.isOver()) {
            return remove(note);
        }
        if (note.revision() == 0) {
            try {
                mongo.insert(note.next(), COLLECTION);
                return true;
            } catch (DuplicateKeyException another) {
                return false;
            }
        }
        return mongo.findAndReplace(asRead(note), note.next(), FindAndReplaceOptions.options(), COLLECTION) != null;
    }

    /** The same for many at once; false when not all were of the revision they were read with. The others are written. */
    boolean storeAll(Collection<UpkeepNote> notes) {
        BulkOperations writes = mongo.bulkOps(BulkOperations.BulkMode.UNORDERED, UpkeepNote.class, COLLECTION);
        int count = 0;
        for (UpkeepNote note : notes) {
            if (note.revision() > 0 && note.isOver()) {
                writes.remove(asRead(note));
            } else if (note.revision() > 0) {
                writes.replaceOne(asRead(note), note.next());
            } else if (!note.isOver()) {
                writes.insert(note.next());
            } else {
                continue;
            }
            count++;
        }
        if (count == 0) {
            return true;
        }
        try {
            BulkWriteResult done = writes.execute();
            return done.getInsertedCount() + done.getMatchedCount() + done.getDeletedCount() == count;
        } catch (DuplicateKeyException | BulkOperationException another) {
            return false;
        }
    }

    private static Query asRead(UpkeepNote note) {
        return query(where("_id").is(note.id()).and("revision").is(note.revision()));
    }

    boolean remove(UpkeepNote note) {
        return note.revision() == 0 || mongo.remove(asRead(note), COLLECTION).getDeletedCount() == 1;
    }
}
