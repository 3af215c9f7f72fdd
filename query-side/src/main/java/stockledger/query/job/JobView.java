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
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.query.projection.ProjectedEvent;

/**
 * The state of a job.
 *
 * @param status as sent to clients
 * @param kind of its rows; {@code request} for a single command with {@code Prefer: respond-async}
 * @param rows number of rows; 1 for a request
 * @param done rows applied, or found valid in a dry run
 * @param failed rows that failed; the first {@link #MAX_STORED_FAILURES} at most have an entry in {@link Failures}
 * @param actor the caller that sent it
 * @param startedAt when the first worker claimed a partition
 * @param latestAt time of the newest progress event
 * @param failedLines lines of the failed rows, as {@link FailedLines} stores them; null for none
 * @param stopReason why the service stopped the job; null when it did not
 * @param newFailures failures of the events folded last, to be written to {@link Failures}
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
        @Nullable Response answer,
        @Nullable String failedLines,
        @Nullable String stopReason,
        @JsonIgnore @Nullable List<RowFailure> newFailures) {

    private static final String REQUEST = "request";

    /** What {@link #status} may be. */
    static final List<String> STATUSES = List.of("accepted", "running", "finished", "stopped", "cancelled");

    /**
     * The command side stores at most so many failures of a job. Events of earlier versions may have more: then the first
     * ones are kept, since all are in memory while they are folded.
     */
    static final int MAX_STORED_FAILURES = 100_000;

    record Request(String method, String path) {}

    /** A list of pairs is stored, since header names must not become field names. */
    record Header(String name, String value) {}

    record Response(int status, List<Header> headers, String body) {}

    static JobView empty(String id) {
        return new JobView(
                id, "accepted", "", false, 0, 0, 0, "", null, null, null, null, null, null, null, null, List.of());
    }

    @Override
    public List<RowFailure> newFailures() {
        return newFailures == null ? List.of() : newFailures;
    }

    JobView withoutNewFailures() {
        return new JobView(
                id,
                status,
                kind,
                dryRun,
                rows,
                done,
                failed,
                actor,
                acceptedAt,
                startedAt,
                latestAt,
                endedAt,
                request,
                answer,
                failedLines,
                stopReason,
                null);
    }

    JobView on(ProjectedEvent event) {
        Object payload = event.payload();
        Instant at = event.at();
        if (payload instanceof JobAccepted accepted) {
            return accepted(accepted.kind(), accepted.dryRun(), accepted.rows(), event, null);
        } else if (payload instanceof RequestAccepted accepted) {
            return accepted(REQUEST, false, 1, event, new Request(accepted.method(), accepted.path()));
        } else if (payload instanceof PartClaimed) {
            return status.equals("accepted")
                    ? withStatus("running", startedAt == null ? at : startedAt, null, stopReason)
                    : this;
        } else if (payload instanceof ChunkWorked worked) {
            return worked(worked, at);
        } else if (payload instanceof RequestAnswered answered) {
            return answered(answered, at);
        } else if (payload instanceof JobFinished) {
            return withStatus("finished", startedAt, at, stopReason);
        } else if (payload instanceof JobStopped stopped) {
            return withStatus("stopped", startedAt, at, stopped.reason());
        } else if (payload instanceof JobCancelled) {
            return withStatus("cancelled", startedAt, at, stopReason);
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    private JobView accepted(
            String newKind, boolean newDryRun, long newRows, ProjectedEvent event, @Nullable Request newRequest) {
        return new JobView(
                id,
                "accepted",
                newKind,
                newDryRun,
                newRows,
                0,
                0,
                event.actor(),
                event.at(),
                null,
                null,
                null,
                newRequest,
                null,
                failedLines,
                stopReason,
                newFailures);
    }

    private JobView withStatus(
            String newStatus, @Nullable Instant started, @Nullable Instant ended, @Nullable String newStopReason) {
        return new JobView(
                id,
                newStatus,
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
                failedLines,
                newStopReason,
                newFailures);
    }

    private JobView worked(ChunkWorked event, Instant at) {
        int room = Math.max(0, MAX_STORED_FAILURES - FailedLines.count(failedLines));
        List<RowFailure> failures = event.failures().size() <= room
                ? event.failures()
                : event.failures().subList(0, room);
        List<RowFailure> all = new ArrayList<>(newFailures());
        all.addAll(failures);
        return new JobView(
                id,
                status,
                kind,
                dryRun,
                rows,
                done + event.done(),
                failed + event.failed(),
                actor,
                acceptedAt,
                startedAt,
                at,
                endedAt,
                request,
                answer,
                FailedLines.with(failedLines, failures),
                stopReason,
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
                new Response(event.status(), headers, event.body()),
                failedLines,
                stopReason,
                newFailures);
    }
}
