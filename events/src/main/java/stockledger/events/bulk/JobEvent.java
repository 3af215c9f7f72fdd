package stockledger.events.bulk;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.JobId;

/** Events of an asynchronous job, in the stream {@link JobId#stream()}. */
public sealed interface JobEvent {

    JobId id();

    /**
     * A bulk upload was accepted: all of its chunks are stored and wait to be processed.
     *
     * @param kind kind of the rows, the last segment of the request path: {@code receipts}
     * @param upload names the streams of the chunks
     * @param rows number of rows
     * @param chunks number of chunks of each part, in the order of the parts
     * @param dryRun rows are only validated
     */
    @JsonTypeName("bulk.JobAccepted")
    @Revision("1")
    record JobAccepted(JobId id, String kind, String upload, int rows, List<Integer> chunks, boolean dryRun)
            implements JobEvent {}

    /**
     * One request was accepted for asynchronous execution.
     *
     * @param method POST, PUT or PATCH
     * @param path with its query
     * @param headers the headers that a command reads, names in lower case; null from revision 2 on
     * @param body of the request; null from revision 2 on
     * @param command the command that the request is; null in revision 1, which stored headers and body
     */
    @JsonTypeName("bulk.RequestAccepted")
    @Revision("2")
    record RequestAccepted(
            JobId id,
            String method,
            String path,
            @Nullable Map<String, String> headers,
            @Nullable String body,
            @Nullable StoredCommand command)
            implements JobEvent {

        public RequestAccepted(JobId id, String method, String path, StoredCommand command) {
            this(id, method, path, null, null, command);
        }

        /** A request as in revision 1. */
        public RequestAccepted(JobId id, String method, String path, Map<String, String> headers, String body) {
            this(id, method, path, headers, body, null);
        }
    }

    /**
     * A worker claimed a part of the job; no other worker processes that part until the lease expires.
     *
     * @param worker name generated for each process
     * @param until end of the lease
     */
    @JsonTypeName("bulk.PartClaimed")
    @Revision("1")
    record PartClaimed(JobId id, int part, String worker, Instant until) implements JobEvent {}

    /**
     * Every row of the next chunk of a part was applied or failed.
     *
     * @param done rows applied, or in a dry run found valid
     * @param until end of the lease, extended for the next chunk of the part; null when the worker gave it up, and after
     *     the last chunk
     * @param omitted further failures, of which only the number is stored; null for none, and in revision 1
     */
    @JsonTypeName("bulk.ChunkWorked")
    @Revision("2")
    record ChunkWorked(
            JobId id,
            int part,
            int number,
            String worker,
            int done,
            List<RowFailure> failures,
            @Nullable Instant until,
            @Nullable Integer omitted)
            implements JobEvent {

        /** A chunk whose every failure is stored. */
        public ChunkWorked(
                JobId id,
                int part,
                int number,
                String worker,
                int done,
                List<RowFailure> failures,
                @Nullable Instant until) {
            this(id, part, number, worker, done, failures, until, null);
        }

        /** Number of the rows that failed. */
        public int failed() {
            return failures.size() + (omitted == null ? 0 : omitted);
        }
    }

    /**
     * The request was executed or refused.
     *
     * @param headers of the response, names in lower case
     */
    @JsonTypeName("bulk.RequestAnswered")
    @Revision("1")
    record RequestAnswered(JobId id, int status, Map<String, String> headers, String body) implements JobEvent {}

    /** All rows were processed, or the request was answered. */
    @JsonTypeName("bulk.JobFinished")
    @Revision("1")
    record JobFinished(JobId id) implements JobEvent {}

    /**
     * The service ended the job: no further row is applied, rows applied before stay applied.
     *
     * @param reason {@code too-many-failures}
     */
    @JsonTypeName("bulk.JobStopped")
    @Revision("1")
    record JobStopped(JobId id, String reason) implements JobEvent {}

    /** The job was cancelled: no further row is applied, rows applied before stay applied. */
    @JsonTypeName("bulk.JobCancelled")
    @Revision("1")
    record JobCancelled(JobId id) implements JobEvent {}
}
