package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a read model is rebuilt.
 *
 * @param dryRun whether it is only compared with what is served, and removed then
 * @param switchWhen when it is served
 * @param keepSeconds how long the epoch that was served before is folded on, so that it can be served again at once
 * @param maxEventsPerSecond the most events that a process reads for it per second, also of types that it does not fold; null for no
 *     bound
 */
public record RebuildOptions(
        boolean dryRun,
        SwitchWhen switchWhen,
        int keepSeconds,
        @Nullable Integer maxEventsPerSecond) {

    /** The longest time that two epochs are folded: a week. */
    public static final int MAX_KEEP_SECONDS = 604_800;

    /** Below it a pause between two batches would outlast the claims of segments. */
    public static final int MIN_EVENTS_PER_SECOND = 100;

    public static final int MAX_EVENTS_PER_SECOND = 1_000_000;

    /** Long enough to see what the new read model does in an hour of business. */
    static final int DEFAULT_KEEP_SECONDS = (int) Duration.ofHours(1).toSeconds();

    /** Of rebuilds that began before there were options. */
    static final RebuildOptions OF_EARLIER_VERSIONS = new RebuildOptions(false, SwitchWhen.WHEN_CAUGHT_UP, 0, null);

    /** When a rebuilt epoch is served. */
    public enum SwitchWhen {
        /** Once it was compared with the served epoch, and nothing differs. */
        @JsonProperty("whenClean")
        WHEN_CLEAN,
        /** Once it has caught up; it is not compared. */
        @JsonProperty("whenCaughtUp")
        WHEN_CAUGHT_UP,
        /** Once an operator says so, after it was compared. */
        @JsonProperty("whenTold")
        WHEN_TOLD
    }

    /** Options with defaults for what was not given. */
    public static RebuildOptions of(
            @Nullable Boolean dryRun,
            @Nullable SwitchWhen switchWhen,
            @Nullable Integer keepSeconds,
            @Nullable Integer maxEventsPerSecond) {
        return new RebuildOptions(
                dryRun != null && dryRun,
                switchWhen == null ? SwitchWhen.WHEN_CLEAN : switchWhen,
                keepSeconds == null ? DEFAULT_KEEP_SECONDS : keepSeconds,
                maxEventsPerSecond);
    }

    boolean compares() {
        return dryRun || switchWhen != SwitchWhen.WHEN_CAUGHT_UP;
    }

    RebuildOptions throttled(@Nullable Integer newMaxEventsPerSecond) {
        return new RebuildOptions(dryRun, switchWhen, keepSeconds, newMaxEventsPerSecond);
    }
}
