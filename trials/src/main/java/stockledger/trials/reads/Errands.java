package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;

/** What a crowd wants to know, and when. Asked by one thread. */
interface Errands {

    long NEVER = Long.MAX_VALUE;

    /** The next question that is due; null when none is now. */
    @Nullable
    Errand next(long nowNanos);

    /** When the next one is due; {@link #NEVER} when no more will come, unless an answer brings them. */
    long dueNanos();
}
