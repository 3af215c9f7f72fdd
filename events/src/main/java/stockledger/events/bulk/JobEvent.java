package stockledger.events.bulk;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.JobId;

/** The life of work that is done later. Its stream is {@link JobId#stream()}. */
public sealed interface JobEvent {

    /** The job it happened to. */
    JobId id();

    /**
     * Rows are to be worked off: all of their chunks are stored.
     *
     * @param kind what the rows are, as in the address they were sent to: {@code receipts}
     * @param upload under which the chunks are stored
     * @param rows how many there are
     * @param chunks how many chunks each part has, in the order of the parts
     * @param dryRun rows are checked and nothing is applied
     */
    @JsonTypeName("bulk.JobAccepted")
    @Revision("1")
    record JobAccepted(JobId id, String kind, String upload, int rows, List<Integer> chunks, boolean dryRun)
            implements JobEvent {}

    /**
     * One request is to be carried out as if it came then.
     *
     * @param method POST, PUT or PATCH
     * @param path with its query
     * @param headers those that mean something to a command, by their names in lower case
     */
    @JsonTypeName("bulk.RequestAccepted")
    @Revision("1")
    record RequestAccepted(JobId id, String method, String path, Map<String, String> headers, String body)
            implements JobEvent {}

    /**
     * A worker took a part of the job; nobody else works on that part until its time is over.
     *
     * @param worker a name that is drawn for each process
     * @param until from when on another may take it
     */
    @JsonTypeName("bulk.PartClaimed")
    @Revision("1")
    record PartClaimed(JobId id, int part, String worker, Instant until) implements JobEvent {}

    /**
     * Every row of the next chunk of a part was applied or failed.
     *
     * @param done rows applied, or in a dry run found right
     * @param until how much longer the worker has for the next chunk of the part; null when that was its last one
     */
    @JsonTypeName("bulk.ChunkWorked")
    @Revision("1")
    record ChunkWorked(
            JobId id,
            int part,
            int number,
            String worker,
            int done,
            List<RowFailure> failures,
            @Nullable Instant until) implements JobEvent {}

    /**
     * The request was carried out or refused.
     *
     * @param headers of the answer, by their names in lower case
     */
    @JsonTypeName("bulk.RequestAnswered")
    @Revision("1")
    record RequestAnswered(JobId id, int status, Map<String, String> headers, String body) implements JobEvent {}

    /** Nothing is left to do. */
    @JsonTypeName("bulk.JobFinished")
    @Revision("1")
    record JobFinished(JobId id) implements JobEvent {}

    /** Nothing more is begun; what was applied stays. */
    @JsonTypeName("bulk.JobCancelled")
    @Revision("1")
    record JobCancelled(JobId id) implements JobEvent {}
}
