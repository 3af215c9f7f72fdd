package stockledger.command.bulk;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;
import stockledger.events.JobId;

/** The notes of open jobs in MongoDB. They say where to look, and no more. */
class JobNotes {

    static final String COLLECTION = "bulk_jobs";

    /** How far the events of jobs are read. */
    static final String TOKENS = "bulk_tokens";

    private final MongoOperations mongo;

    JobNotes(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** Declares what the queries need; safe to repeat. */
    void prepare() {
        mongo.indexOps(TOKENS)
                .createIndex(new Index("processorName", Sort.Direction.ASC)
                        .on("segment", Sort.Direction.ASC)
                        .unique());
    }

    void write(JobNote note) {
        mongo.save(note, COLLECTION);
    }

    void remove(JobId id) {
        mongo.remove(query(where("_id").is(id.value())), COLLECTION);
    }

    List<JobNote> oldest(int most) {
        return mongo.find(new Query().with(Sort.by("acceptedAt")).limit(most), JobNote.class, COLLECTION);
    }
}
