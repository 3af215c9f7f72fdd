package stockledger.query.job;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;
import stockledger.events.bulk.RowFailure;
import stockledger.query.projection.IdempotentInsert;
import stockledger.query.projection.VersionedDocument;

/**
 * The failed rows of all jobs in MongoDB, one document per row. Its id is made from the job and the line, so a rebuild
 * writes the same ids.
 */
final class Failures {

    static final String NAME = "failures";

    /** Documents that are written together: a job may have many. */
    private static final int MAX_WRITE = 1_000;

    private static final String ID = "_id";
    private static final String LINE = "line";
    private static final String CODE = "code";
    private static final String REASON = "reason";

    private final MongoCollection<Document> collection;

    Failures(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    void write(List<VersionedDocument<JobView>> documents) {
        List<Document> failures = new ArrayList<>(MAX_WRITE);
        for (VersionedDocument<JobView> document : documents) {
            for (RowFailure failure : document.view().newFailures()) {
                failures.add(new Document(ID, id(document.key(), failure.line()))
                        .append(LINE, failure.line())
                        .append(CODE, failure.code())
                        .append(REASON, failure.reason()));
                if (failures.size() == MAX_WRITE) {
                    IdempotentInsert.insertAll(collection, failures);
                    failures.clear();
                }
            }
        }
        IdempotentInsert.insertAll(collection, failures);
    }

    /** The failures of a job at these lines, in their order. */
    List<RowFailure> find(String job, IntStream lines) {
        List<String> ids = lines.mapToObj(line -> id(job, line)).toList();
        Map<String, RowFailure> found = new HashMap<>();
        for (Document document : collection.find(in(ID, ids))) {
            found.put(
                    document.getString(ID),
                    new RowFailure(document.getInteger(LINE), document.getString(CODE), document.getString(REASON)));
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static String id(String job, int line) {
        return job + "#" + line;
    }
}
