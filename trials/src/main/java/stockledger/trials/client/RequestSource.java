package stockledger.trials.client;

import org.jspecify.annotations.Nullable;

/** The requests of a load and when they are due. Called by one thread. */
public interface RequestSource {

    long NEVER = Long.MAX_VALUE;

    /** The next request that is due; null when none is. */
    @Nullable
    Request next(long nowNanos);

    /** When the next one is due; {@link #NEVER} when no more will come, unless a response brings them. */
    long nextDueNanos();
}
