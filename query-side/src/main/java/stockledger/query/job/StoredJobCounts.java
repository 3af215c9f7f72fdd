package stockledger.query.job;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;
import stockledger.query.overview.JobCounts;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;

/** Counts the documents of jobs by their state. */
@Component
class StoredJobCounts implements JobCounts {

    private static final Duration RECENT = Duration.ofDays(1);
    private static final String COUNT = "count";

    private final ServedDocuments<JobView> documents;
    private final Clock clock = Clock.systemUTC();

    StoredJobCounts(JobProjector projector, ReadModels models) {
        this.documents = models.of(projector);
    }

    @Override
    public Counts count() {
        Map<String, Long> open = new HashMap<>();
        for (Document group : documents.aggregate(List.of(
                Aggregates.match(Filters.in(JobProjector.STATUS, "accepted", "running")),
                Aggregates.group("$" + JobProjector.STATUS, Accumulators.sum(COUNT, 1))))) {
            open.put(group.getString("_id"), group.get(COUNT, Number.class).longValue());
        }
        long failed = 0;
        for (Document group : documents.aggregate(List.of(
                Aggregates.match(failedSince(clock.instant().minus(RECENT).toString())),
                Aggregates.group(null, Accumulators.sum(COUNT, 1))))) {
            failed = group.get(COUNT, Number.class).longValue();
        }
        return new Counts(open.getOrDefault("accepted", 0L), open.getOrDefault("running", 0L), failed);
    }

    /** Of jobs of rows: a request that was refused has told its caller. */
    private static Bson failedSince(String time) {
        return Filters.and(
                Filters.gt(JobProjector.ENDED_AT, time),
                Filters.eq(JobProjector.REQUEST, null),
                Filters.or(Filters.gt(JobProjector.FAILED, 0), Filters.eq(JobProjector.STATUS, "stopped")));
    }
}
