package stockledger.command.job;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;
import stockledger.events.JobId;

/** The open jobs in MongoDB: a hint for workers. The jobs' own streams decide. */
class OpenJobCollection {

    static final String COLLECTION = "bulk_jobs";

    /** Tracking tokens of the projection. */
    static final String TOKENS = "bulk_tokens";

    private final MongoOperations mongo;

    OpenJobCollection(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** Creates the indexes; may be repeated. */
    void createIndexes() {
        mongo.indexOps(TOKENS)
                .createIndex(new Index("processorName", Sort.Direction.ASC)
                        .on("segment", Sort.Direction.ASC)
                        .unique());
    }

    void save(OpenJob job) {
        mongo.save(job, COLLECTION);
    }

    void remove(JobId id) {
        mongo.remove(query(where("_id").is(id.value())), COLLECTION);
    }

    List<OpenJob> oldest(int limit) {
        return mongo.find(new Query().with(Sort.by("acceptedAt")).limit(limit), OpenJob.class, COLLECTION);
    }
}
