package stockledger.command.bulk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker hears when it asks a job for work.
 *
 * @param at until when every part is taken; only when it must wait
 * @param work only when there is some
 */
record WorkAssignment(
        Kind kind, @Nullable Instant at, @Nullable Work work) {

    enum Kind {
        /** Here is something to do. */
        WORK,
        /** All parts are taken by others. */
        WAIT,
        /** This part is done; ask for another. */
        PART_DONE,
        /** Another worker has the part. */
        LOST,
        /** The job needs nobody any more. */
        OVER
    }

    /**
     * One chunk, or the request.
     *
     * @param rows the kind of rows; null when it is a request
     * @param upload where the chunk is; null when it is a request
     * @param actor on whose behalf
     * @param trace in which it was accepted, as its event has it; null when in none
     */
    record Work(
            @Nullable String rows,
            @Nullable String upload,
            int part,
            int number,
            boolean dryRun,
            String actor,
            @Nullable String trace) {}

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
