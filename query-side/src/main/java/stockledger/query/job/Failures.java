package stockledger.query.job;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.bson.Document;
import stockledger.events.bulk.RowFailure;
import stockledger.query.projection.VersionedDocument;

/**
 * The rows of all jobs that failed in MongoDB, each a document under its job and ordinal. An ordinal follows from the
 * job's stream alone, so whoever writes a failure again, however late, would write the same: it is left as it is.
 */
final class Failures {

    static final String NAME = "failures";

    private static final String ID = "_id";
    private static final String LINE = "line";
    private static final String CODE = "code";
    private static final String REASON = "reason";

    private final MongoCollection<Document> collection;

    Failures(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    /** Writes the failures that these documents gained. */
    void write(List<VersionedDocument<JobView>> documents) {
        List<Document> failures = new ArrayList<>();
        for (VersionedDocument<JobView> document : documents) {
            List<RowFailure> fresh = document.view().freshFailures();
            long ordinal = document.view().failed() - fresh.size();
            for (RowFailure failure : fresh) {
                failures.add(new Document(ID, id(document.key(), ordinal++))
                        .append(LINE, failure.line())
                        .append(CODE, failure.code())
                        .append(REASON, failure.reason()));
            }
        }
        if (failures.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(failures, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream()
                            .anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    /** Failures of a job in the order of their reports, from an ordinal on. */
    List<RowFailure> from(String job, long ordinal, int most) {
        List<String> ids = LongStream.range(ordinal, ordinal + most)
                .mapToObj(one -> id(job, one))
                .toList();
        Map<String, RowFailure> found = new HashMap<>();
        for (Document document : collection.find(in(ID, ids))) {
            found.put(
                    document.getString(ID),
                    new RowFailure(document.getInteger(LINE), document.getString(CODE), document.getString(REASON)));
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static String id(String job, long ordinal) {
        return job + "#" + ordinal;
    }
}
