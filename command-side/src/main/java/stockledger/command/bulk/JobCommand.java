package stockledger.command.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.JobId;
import stockledger.events.bulk.RowFailure;

/** What may be asked of a job. */
sealed interface JobCommand {

    /** The job that decides. */
    JobId id();

    /** The stream that the command is decided on. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /**
     * Makes a job of rows that are stored.
     *
     * @param chunks how many chunks each part has
     */
    record AcceptJob(JobId id, String kind, String upload, int rows, List<Integer> chunks, boolean dryRun)
            implements JobCommand {}

    /** Makes a job of one request. */
    record AcceptRequest(JobId id, String method, String path, Map<String, String> headers, String body)
            implements JobCommand {}

    /**
     * Asks for a part that nobody works on.
     *
     * @param until how long the worker may have it
     */
    record ClaimPart(JobId id, String worker, Instant now, Instant until) implements JobCommand {}

    /**
     * Reports a chunk whose every row was applied or failed.
     *
     * @param until how long the worker may have the next chunk of the part
     */
    record ReportChunk(
            JobId id, int part, int number, String worker, int done, List<RowFailure> failures, Instant until)
            implements JobCommand {}

    /** Reports the answer to the request. */
    record AnswerRequest(JobId id, String worker, int status, Map<String, String> headers, String body)
            implements JobCommand {}

    /** Begins nothing more; nothing when it was cancelled before. */
    record CancelJob(JobId id) implements JobCommand {}
}
