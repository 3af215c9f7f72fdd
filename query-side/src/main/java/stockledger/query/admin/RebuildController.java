package stockledger.query.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.operator.OperatorEvent.EpochRolledBack;
import stockledger.events.operator.OperatorEvent.EpochSwitched;
import stockledger.events.operator.OperatorEvent.RebuildCancelled;
import stockledger.events.operator.OperatorEvent.RebuildRequested;
import stockledger.events.operator.OperatorEvent.RebuildThrottled;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorActions;
import stockledger.query.operator.OperatorRequest;
import stockledger.query.operator.OperatorRequests;
import stockledger.query.projection.ChangeInProgressException;
import stockledger.query.projection.Difference;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.query.projection.ProjectionAdmin.Status;
import stockledger.query.projection.Rebuild;
import stockledger.query.projection.RebuildOptions;
import stockledger.query.projection.RebuildOptions.SwitchWhen;
import stockledger.web.ApiContract;
import tools.jackson.databind.JsonNode;

/** Rebuilds of projections. Each request that changes something is recorded before it is done. */
@RestController
@RequestMapping(path = RebuildController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class RebuildController {

    static final String ADDRESS = ProjectionController.ADDRESS + "/{name}/rebuilds";

    private static final String ONE = "/{epoch}";

    private final ProjectionAdmin projections;
    private final OperatorRequests requests;
    private final OperatorActions actions;

    RebuildController(ProjectionAdmin projections, OperatorRequests requests, OperatorActions actions) {
        this.projections = projections;
        this.requests = requests;
        this.actions = actions;
    }

    record RebuildRequest(
            @Nullable Boolean dryRun,
            @JsonProperty("switch") @Nullable SwitchWhen switchWhen,

            @Min(0) @Max(RebuildOptions.MAX_KEEP_SECONDS) @Nullable
            Integer keepSeconds,

            @Min(RebuildOptions.MIN_EVENTS_PER_SECOND) @Max(RebuildOptions.MAX_EVENTS_PER_SECOND) @Nullable
            Integer maxEventsPerSecond,

            @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON) @Nullable
            String reason)
            implements OperatorRequest {}

    /** Without a rate the rebuild is no longer throttled. */
    record ThrottleRequest(
            @Min(RebuildOptions.MIN_EVENTS_PER_SECOND) @Max(RebuildOptions.MAX_EVENTS_PER_SECOND) @Nullable
            Integer maxEventsPerSecond,

            @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON) @Nullable
            String reason)
            implements OperatorRequest {}

    @ApiContract(
            id = "startRebuild",
            summary = "Rebuilds a projection beside the epoch that is served, and compares both.",
            status = 202,
            body = RebuildRequest.class,
            problems = {
                "404 projection-not-found",
                "409 projection-paused",
                "409 rebuild-running",
                "409 change-in-progress"
            })
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RebuildAnswer> rebuild(@PathVariable String name, Parameters parameters, InputStream body) {
        parameters.only();
        requireProjection(name);
        RebuildRequest request = requests.read(body, RebuildRequest.class);
        requireWithin("keepSeconds", request.keepSeconds(), 0, RebuildOptions.MAX_KEEP_SECONDS);
        requireRate(request.maxEventsPerSecond());
        RebuildOptions options = RebuildOptions.of(
                request.dryRun(), request.switchWhen(), request.keepSeconds(), request.maxEventsPerSecond());
        return exclusively(name, () -> {
            requireNotPaused(name);
            Status running = projections.running(name).orElse(null);
            if (running == null) {
                actions.record(new RebuildRequested(
                        name, projections.nextEpoch(name), options.dryRun(), OperatorRequests.reasonOf(request)));
                return accepted(name, projections.rebuild(name, options));
            }
            if (!running.rebuild().options().equals(options)) {
                throw QueryProblemException.conflict(
                        "rebuild-running",
                        "Epoch " + running.rebuild().epoch() + " is being built with other options: cancel it first.");
            }
            return accepted(name, running);
        });
    }

    private <T> T exclusively(String name, Supplier<T> request) {
        return exclusively(projections, name, request);
    }

    /** The lock is taken for the state to be still the same when the action is recorded. */
    static <T> T exclusively(ProjectionAdmin projections, String name, Supplier<T> request) {
        try {
            return projections.exclusively(name, request);
        } catch (ChangeInProgressException other) {
            throw QueryProblemException.conflict(
                    "change-in-progress", "Another request changes this projection at this moment: look at it again.");
        }
    }

    record RebuildsAnswer(List<RebuildAnswer> items) {}

    @ApiContract(
            id = "listRebuilds",
            summary = "The last ten rebuilds of a projection, newest first, with the one that runs.",
            problems = "404 projection-not-found")
    @GetMapping
    RebuildsAnswer all(@PathVariable String name, Parameters parameters) {
        parameters.only();
        requireProjection(name);
        return new RebuildsAnswer(projections.rebuilds(name).stream()
                .map(status -> RebuildAnswer.of(name, status))
                .toList());
    }

    @ApiContract(
            id = "getRebuild",
            summary = "A rebuild: its state, progress and comparison with what is served.",
            problems = {"404 projection-not-found", "404 rebuild-not-found"})
    @GetMapping(ONE)
    RebuildAnswer one(@PathVariable String name, @PathVariable String epoch, Parameters parameters) {
        parameters.only();
        return RebuildAnswer.of(name, find(name, epoch));
    }

    /** Differences are in the order of their keys. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferencesAnswer(
            List<DifferenceAnswer> items, @Nullable String nextCursor) {}

    /** A value that only one of the two has; the other one is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceAnswer(
            String key,
            String kind,
            String field,

            @Schema(implementation = Object.class, description = "any JSON value") @Nullable
            JsonNode served,

            @Schema(implementation = Object.class, description = "any JSON value") @Nullable
            JsonNode folded) {

        static DifferenceAnswer of(Difference difference) {
            return new DifferenceAnswer(
                    difference.key(), difference.kind(), difference.field(), difference.served(), difference.folded());
        }
    }

    @ApiContract(
            id = "listRebuildDifferences",
            summary = "What differs between a rebuilt epoch and what is served, by SKU and field.",
            parameters = {"limit", "cursor"},
            problems = {"404 projection-not-found", "404 rebuild-not-found"})
    @GetMapping(ONE + "/differences")
    DifferencesAnswer differences(@PathVariable String name, @PathVariable String epoch, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        int number = find(name, epoch).rebuild().epoch();
        String list = "differences of " + name + "@" + number;
        String after = cursor == null ? null : Cursor.read(list, 1, cursor).get(0);
        ProjectionAdmin.DifferencePage page = projections.differences(name, number, after, limit);
        return new DifferencesAnswer(
                page.differences().stream().map(DifferenceAnswer::of).toList(),
                page.next() == null ? null : Cursor.of(list, page.next()));
    }

    @ApiContract(
            id = "throttleRebuild",
            summary = "Changes how fast an epoch is built.",
            body = ThrottleRequest.class,
            problems = {
                "404 projection-not-found",
                "404 rebuild-not-found",
                "409 rebuild-ended",
                "409 change-in-progress"
            })
    @PatchMapping(path = ONE, consumes = MediaType.APPLICATION_JSON_VALUE)
    RebuildAnswer throttle(
            @PathVariable String name, @PathVariable String epoch, Parameters parameters, InputStream body) {
        parameters.only();
        find(name, epoch);
        ThrottleRequest request = requests.read(body, ThrottleRequest.class);
        Integer rate = request.maxEventsPerSecond();
        requireRate(rate);
        return exclusively(name, () -> {
            int number = requireBuilding(find(name, epoch)).epoch();
            actions.record(new RebuildThrottled(name, number, rate, OperatorRequests.reasonOf(request)));
            if (!projections.throttle(name, number, rate)) {
                throw rebuildEnded();
            }
            return RebuildAnswer.of(name, find(name, epoch));
        });
    }

    @ApiContract(
            id = "switchToRebuild",
            summary = "Serves a rebuilt epoch that has caught up, or one that was rolled back.",
            status = 202,
            body = OperatorRequests.Reason.class,
            problems = {
                "404 projection-not-found",
                "404 rebuild-not-found",
                "409 projection-paused",
                "409 rebuild-not-ready",
                "409 kept-epoch-behind",
                "409 change-in-progress"
            })
    @PostMapping(path = ONE + "/switch", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RebuildAnswer> serve(
            @PathVariable String name, @PathVariable String epoch, Parameters parameters, InputStream body) {
        parameters.only();
        find(name, epoch);
        String reason = reason(body);
        return exclusively(name, () -> {
            Rebuild rebuild = find(name, epoch).rebuild();
            requireNotPaused(name);
            requireReady(projections.canBeServed(name, rebuild.epoch()));
            requireKeptCaughtUp(name, rebuild.state() == Rebuild.State.ROLLED_BACK);
            actions.record(new EpochSwitched(name, rebuild.epoch(), reason));
            requireReady(projections.serve(name, rebuild.epoch()));
            return accepted(name, find(name, epoch));
        });
    }

    private static void requireReady(boolean isReady) {
        if (!isReady) {
            throw QueryProblemException.conflict(
                    "rebuild-not-ready",
                    "The epoch still folds the past, is a dry run, is served already, or is not kept any more.");
        }
    }

    @ApiContract(
            id = "rollBackRebuild",
            summary = "Serves the epoch from before a rebuild again, while it is kept.",
            status = 202,
            body = OperatorRequests.Reason.class,
            problems = {
                "404 projection-not-found",
                "404 rebuild-not-found",
                "409 projection-paused",
                "409 no-kept-epoch",
                "409 kept-epoch-behind",
                "409 change-in-progress"
            })
    @PostMapping(path = ONE + "/rollback", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RebuildAnswer> rollBack(
            @PathVariable String name, @PathVariable String epoch, Parameters parameters, InputStream body) {
        parameters.only();
        find(name, epoch);
        String reason = reason(body);
        return exclusively(name, () -> {
            Status status = find(name, epoch);
            int number = status.rebuild().epoch();
            requireNotPaused(name);
            Integer previous = status.previous();
            if (previous == null || !projections.canRollBack(name, number)) {
                throw noKeptEpoch();
            }
            requireKeptCaughtUp(name, true);
            actions.record(new EpochRolledBack(name, previous, reason));
            if (!projections.rollBack(name, number)) {
                throw noKeptEpoch();
            }
            return accepted(name, find(name, epoch));
        });
    }

    private static QueryProblemException noKeptEpoch() {
        return QueryProblemException.conflict(
                "no-kept-epoch", "This epoch is not served, or the previous one is not kept any more.");
    }

    @ApiContract(
            id = "cancelRebuild",
            summary = "Gives up a rebuild that is not served yet.",
            status = 202,
            body = OperatorRequests.Reason.class,
            problems = {
                "404 projection-not-found",
                "404 rebuild-not-found",
                "409 rebuild-ended",
                "409 change-in-progress"
            })
    @PostMapping(path = ONE + "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RebuildAnswer> cancel(
            @PathVariable String name, @PathVariable String epoch, Parameters parameters, InputStream body) {
        parameters.only();
        find(name, epoch);
        String reason = reason(body);
        return exclusively(name, () -> {
            Rebuild rebuild = requireBuilding(find(name, epoch));
            if (rebuild.told()) {
                throw rebuildEnded();
            }
            actions.record(new RebuildCancelled(name, rebuild.epoch(), reason));
            if (!projections.cancel(name, rebuild.epoch())) {
                throw rebuildEnded();
            }
            return accepted(name, find(name, epoch));
        });
    }

    private static QueryProblemException rebuildEnded() {
        return QueryProblemException.conflict("rebuild-ended", "The rebuild has ended, or is served.");
    }

    private static ResponseEntity<RebuildAnswer> accepted(String name, Status status) {
        String address = ProjectionController.ADDRESS + "/" + name + "/rebuilds/"
                + status.rebuild().epoch();
        return ResponseEntity.accepted().location(URI.create(address)).body(RebuildAnswer.of(name, status));
    }

    private String reason(InputStream body) {
        return OperatorRequests.reasonOf(requests.read(body, OperatorRequests.Reason.class));
    }

    private void requireProjection(String name) {
        if (!projections.exists(name)) {
            throw QueryProblemException.notFound("projection-not-found", "Unknown projection.");
        }
    }

    private Status find(String name, String epoch) {
        requireProjection(name);
        return (epoch.matches("[1-9][0-9]{0,8}")
                        ? projections.find(name, Integer.parseInt(epoch))
                        : Optional.<Status>empty())
                .orElseThrow(() -> QueryProblemException.notFound(
                        "rebuild-not-found",
                        "There is no rebuild of this epoch among the last ones of the projection."));
    }

    private void requireNotPaused(String name) {
        if (projections.pausedAt(name) != null) {
            throw QueryProblemException.conflict(
                    "projection-paused", "No events are folded into the projection: resume it first.");
        }
    }

    private static Rebuild requireBuilding(Status status) {
        Rebuild rebuild = status.rebuild();
        boolean runs = rebuild.endedAt() == null && (rebuild.state() == Rebuild.State.BUILDING || rebuild.isReady());
        if (!runs) {
            throw rebuildEnded();
        }
        return rebuild;
    }

    private void requireKeptCaughtUp(String name, boolean isKept) {
        if (isKept && !projections.hasKeptCaughtUp(name)) {
            throw QueryProblemException.conflict(
                    "kept-epoch-behind", "The kept epoch has not folded all events, so pages would become older.");
        }
    }

    private static void requireRate(@Nullable Integer rate) {
        requireWithin(
                "maxEventsPerSecond", rate, RebuildOptions.MIN_EVENTS_PER_SECOND, RebuildOptions.MAX_EVENTS_PER_SECOND);
    }

    private static void requireWithin(String member, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw QueryProblemException.invalidMember(
                    "validation-failed", member, "Must be an integer from " + min + " to " + max + ".");
        }
    }
}
