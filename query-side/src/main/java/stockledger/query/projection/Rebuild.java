package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of a read model, also one that has ended.
 *
 * @param epoch that it builds
 * @param told whether an operator wants it to be served, whatever the comparison says
 * @param since when it entered its state
 * @param endedAt when its epoch was given up, or the epoch before it was; null while it may still change
 */
public record Rebuild(
        int epoch,
        RebuildOptions options,
        State state,
        boolean told,
        Instant requestedAt,
        Instant since,
        @Nullable Instant endedAt) {

    /** Where a rebuild stands. */
    public enum State {
        /** Folds the past. */
        @JsonProperty("building")
        BUILDING,
        /** Has folded all events, and is served at the next check. */
        @JsonProperty("caughtUp")
        CAUGHT_UP,
        /** Is compared with what is served. */
        @JsonProperty("comparing")
        COMPARING,
        /** Was compared, and nothing differs. */
        @JsonProperty("clean")
        CLEAN,
        /** Was compared, and something differs. */
        @JsonProperty("different")
        DIFFERENT,
        /** Its epoch was served. */
        @JsonProperty("switched")
        SWITCHED,
        /** The epoch before it is served again. */
        @JsonProperty("rolledBack")
        ROLLED_BACK,
        /** Was given up before it was served. */
        @JsonProperty("cancelled")
        CANCELLED
    }

    static Rebuild requested(int epoch, RebuildOptions options, Instant now) {
        return new Rebuild(epoch, options, State.BUILDING, false, now, now, null);
    }

    /** Whether it has folded the past and is not served yet. */
    public boolean isReady() {
        return switch (state) {
            case CAUGHT_UP, COMPARING, CLEAN, DIFFERENT -> true;
            case BUILDING, SWITCHED, ROLLED_BACK, CANCELLED -> false;
        };
    }

    /** Whether its epoch is to be served now. */
    boolean isDue() {
        return !options.dryRun()
                && isReady()
                && (told
                        || state == State.CAUGHT_UP
                        || (state == State.CLEAN && options.switchWhen() == RebuildOptions.SwitchWhen.WHEN_CLEAN));
    }

    Rebuild in(State newState, Instant now) {
        return new Rebuild(epoch, options, newState, told, requestedAt, now, endedAt);
    }

    Rebuild ended(Instant now) {
        return new Rebuild(epoch, options, state, told, requestedAt, since, now);
    }

    Rebuild toldToSwitch() {
        return new Rebuild(epoch, options, state, true, requestedAt, since, endedAt);
    }

    Rebuild with(RebuildOptions newOptions) {
        return new Rebuild(epoch, newOptions, state, told, requestedAt, since, endedAt);
    }
}
