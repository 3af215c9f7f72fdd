package stockledger.command.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.JobId;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredCommand;

/** The commands of a job. */
sealed interface JobCommand {

    JobId id();

    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /**
     * Accepts a job of rows that are stored.
     *
     * @param chunks number of chunks of each partition
     */
    record AcceptJob(JobId id, String kind, String upload, int rows, List<Integer> chunks, boolean dryRun)
            implements JobCommand {}

    /** Accepts a job of one command, with the request it came in. */
    record AcceptRequest(JobId id, String method, String path, StoredCommand command) implements JobCommand {}

    /**
     * Leases a free partition.
     *
     * @param until end of the lease
     */
    record ClaimPart(JobId id, String worker, Instant now, Instant until) implements JobCommand {}

    /**
     * Reports a chunk whose every row was applied or failed.
     *
     * @param until end of the lease for the next chunk; null when the worker gives the partition up
     */
    record ReportChunk(
            JobId id,
            int part,
            int number,
            String worker,
            int done,
            List<RowFailure> failures,
            @Nullable Instant until,
            FailureLimits limits)
            implements JobCommand {}

    /**
     * How many rows of a job may fail.
     *
     * @param stored failures that are stored; further ones are counted
     * @param most failures with which the job ends
     */
    record FailureLimits(int stored, int most) {}

    /** Reports the answer to the command. */
    record AnswerRequest(JobId id, String worker, int status, Map<String, String> headers, String body)
            implements JobCommand {}

    /** Cancels all chunks that have not started; no effect when it was cancelled before. */
    record CancelJob(JobId id) implements JobCommand {}
}
