package stockledger.command.bulk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker hears when it asks a job for work.
 *
 * @param at until when every part is taken; only when it must wait
 * @param work only when there is some
 */
record Turn(Kind kind, @Nullable Instant at, @Nullable Work work) {

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

    static Turn of(Kind kind) {
        return new Turn(kind, null, null);
    }

    static Turn until(Instant at) {
        return new Turn(Kind.WAIT, at, null);
    }

    static Turn work(Work work) {
        return new Turn(Kind.WORK, null, work);
    }
}
