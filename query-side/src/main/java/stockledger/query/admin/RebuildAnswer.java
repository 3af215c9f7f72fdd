package stockledger.query.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.Progress;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.query.projection.Rebuild;
import stockledger.query.projection.RebuildOptions;

/**
 * A rebuild as it is sent.
 *
 * @param since when it entered its state
 * @param previousEpoch the epoch that can be served again until {@code keptUntil}
 * @param endedAt when its epoch, or after a switch the previous one, was deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RebuildAnswer(
        String name,
        int epoch,
        Rebuild.State state,
        Instant since,
        Instant requestedAt,
        @Nullable Instant endedAt,
        boolean dryRun,
        @JsonProperty("switch") RebuildOptions.SwitchWhen switchWhen,
        int keepSeconds,
        @Nullable Integer maxEventsPerSecond,
        @Nullable Integer previousEpoch,
        @Nullable Instant keptUntil,
        @Nullable ProgressAnswer progress,
        ProjectionAdmin.@Nullable Compared comparison) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProgressAnswer(
            long position,
            long head,
            long lagEvents,
            int percent,
            @Nullable Long eventsPerSecond,
            @Nullable Long secondsLeft) {

        static ProgressAnswer of(Progress.Item item) {
            return new ProgressAnswer(
                    item.position(),
                    item.head(),
                    item.lagEvents(),
                    item.percent(),
                    item.eventsPerSecond(),
                    item.secondsLeft());
        }
    }

    static RebuildAnswer of(String name, ProjectionAdmin.Status status) {
        Rebuild rebuild = status.rebuild();
        RebuildOptions options = rebuild.options();
        Progress.Item progress = status.progress();
        return new RebuildAnswer(
                name,
                rebuild.epoch(),
                rebuild.state(),
                rebuild.since(),
                rebuild.requestedAt(),
                rebuild.endedAt(),
                options.dryRun(),
                options.switchWhen(),
                options.keepSeconds(),
                options.maxEventsPerSecond(),
                status.previous(),
                status.keptUntil(),
                progress == null ? null : ProgressAnswer.of(progress),
                status.compared());
    }
}
