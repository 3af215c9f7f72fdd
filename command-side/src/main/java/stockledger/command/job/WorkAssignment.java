package stockledger.command.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a job to a worker that claims a partition or reports a chunk.
 *
 * @param at end of the first lease when all partitions are leased; only for {@link Kind#WAIT}
 * @param work only for {@link Kind#WORK}
 */
record WorkAssignment(
        Kind kind, @Nullable Instant at, @Nullable Work work) {

    enum Kind {
        /** A chunk, or the command, to execute. */
        WORK,
        /** All partitions are leased by other workers. */
        WAIT,
        /** The partition's last chunk was reported, or the worker gave the partition up. */
        PART_DONE,
        /** The lease was lost to another worker. */
        LOST,
        /** The job is finished or cancelled. */
        OVER
    }

    /**
     * One chunk, or the single command.
     *
     * @param rows the kind of rows; null for a single command
     * @param upload under which the chunk is stored; null for a single command
     * @param actor the caller that sent them
     * @param acceptedAt when the job was acknowledged: rows without a time are of this time
     * @param trace of the acceptance as a traceparent; null when it had none
     * @param repeated whether a worker has leased it before and never reported it, so that some rows may be applied
     */
    record Work(
            @Nullable String rows,
            @Nullable String upload,
            int part,
            int number,
            boolean dryRun,
            String actor,
            Instant acceptedAt,
            @Nullable String trace,
            boolean repeated) {

        /** Another chunk of the same partition. */
        Work chunk(int other) {
            return new Work(rows, upload, part, other, dryRun, actor, acceptedAt, trace, repeated);
        }
    }

    static WorkAssignment of(Kind kind) {
        return new WorkAssignment(kind, null, null);
    }

    static WorkAssignment until(Instant at) {
        return new WorkAssignment(Kind.WAIT, at, null);
    }

    static WorkAssignment work(Work work) {
        return new WorkAssignment(Kind.WORK, null, work);
    }
}
