package stockledger.query.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.query.projection.ProjectedEvent;

/**
 * A job as it stands.
 *
 * @param status the word that callers see
 * @param kind what the rows are; {@code request} for one that was to be answered later
 * @param rows how many there are; 1 for a request
 * @param done rows applied, or in a dry run found right
 * @param failed rows that are not; as many failures are kept beside
 * @param actor who sent it
 * @param startedAt when the first worker took some of it
 * @param latestAt when the newest report came
 * @param fresh failures since it was read, to be written beside it
 */
record JobView(
        String id,
        String status,
        String kind,
        boolean dryRun,
        long rows,
        long done,
        long failed,
        String actor,
        @Nullable Instant acceptedAt,
        @Nullable Instant startedAt,
        @Nullable Instant latestAt,
        @Nullable Instant endedAt,
        @Nullable Request request,
        @Nullable Answer answer,
        @JsonIgnore @Nullable List<RowFailure> fresh) {

    private static final String REQUEST = "request";

    /** What was asked. */
    record Request(String method, String path) {}

    /** One header of an answer; what callers chose never becomes the name of a member. */
    record Header(String name, String value) {}

    /** What was answered. */
    record Answer(int status, List<Header> headers, String body) {}

    static JobView blank(String id) {
        return new JobView(id, "accepted", "", false, 0, 0, 0, "", null, null, null, null, null, null, List.of());
    }

    /** The failures that are to be kept, in the order of their reports. */
    List<RowFailure> freshFailures() {
        return fresh == null ? List.of() : fresh;
    }

    JobView on(ProjectedEvent happened) {
        Object event = happened.event();
        Instant at = happened.at();
        if (event instanceof JobAccepted accepted) {
            return accepted(accepted.kind(), accepted.dryRun(), accepted.rows(), happened, null);
        } else if (event instanceof RequestAccepted accepted) {
            return accepted(REQUEST, false, 1, happened, new Request(accepted.method(), accepted.path()));
        } else if (event instanceof PartClaimed) {
            return status.equals("accepted") ? status("running", startedAt == null ? at : startedAt, null) : this;
        } else if (event instanceof ChunkWorked worked) {
            return worked(worked.done(), worked.failures(), at);
        } else if (event instanceof RequestAnswered answered) {
            return answered(answered, at);
        } else if (event instanceof JobFinished) {
            return status("finished", startedAt, at);
        } else if (event instanceof JobCancelled) {
            return status("cancelled", startedAt, at);
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    private JobView accepted(String what, boolean dry, long many, ProjectedEvent happened, @Nullable Request asked) {
        return new JobView(
                id,
                "accepted",
                what,
                dry,
                many,
                0,
                0,
                happened.actor(),
                happened.at(),
                null,
                null,
                null,
                asked,
                null,
                fresh);
    }

    private JobView status(String now, @Nullable Instant started, @Nullable Instant ended) {
        return new JobView(
                id,
                now,
                kind,
                dryRun,
                rows,
                done,
                failed,
                actor,
                acceptedAt,
                started,
                latestAt,
                ended,
                request,
                answer,
                fresh);
    }

    private JobView worked(int more, List<RowFailure> failures, Instant at) {
        List<RowFailure> all = new ArrayList<>(freshFailures());
        all.addAll(failures);
        return new JobView(
                id,
                status,
                kind,
                dryRun,
                rows,
                done + more,
                failed + failures.size(),
                actor,
                acceptedAt,
                startedAt,
                at,
                endedAt,
                request,
                answer,
                all);
    }

    private JobView answered(RequestAnswered event, Instant at) {
        List<Header> headers = event.headers().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        boolean refused = event.status() >= 400;
        return new JobView(
                id,
                status,
                kind,
                dryRun,
                rows,
                refused ? 0 : 1,
                refused ? 1 : 0,
                actor,
                acceptedAt,
                startedAt,
                at,
                endedAt,
                request,
                new Answer(event.status(), headers, event.body()),
                fresh);
    }
}
