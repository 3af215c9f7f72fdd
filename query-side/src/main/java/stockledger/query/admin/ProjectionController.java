package stockledger.query.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.operator.OperatorEvent.ProjectionPaused;
import stockledger.events.operator.OperatorEvent.ProjectionResumed;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorActions;
import stockledger.query.operator.OperatorRequests;
import stockledger.query.projection.Progress;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.web.ApiContract;

/** The progress of projections, and whether they run. Each request that changes something is recorded before it is done. */
@RestController
@RequestMapping(path = ProjectionController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectionController {

    static final String ADDRESS = "/v1/admin/projections";

    private final ProjectionAdmin projections;
    private final OperatorRequests requests;
    private final OperatorActions actions;

    ProjectionController(ProjectionAdmin projections, OperatorRequests requests, OperatorActions actions) {
        this.projections = projections;
        this.requests = requests;
        this.actions = actions;
    }

    record ItemsAnswer(List<Progress.Item> items) {}

    /**
     * A projection was paused or resumed.
     *
     * @param action id of the recorded action
     * @param pausedAt absent when it was resumed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PausedAnswer(
            String name, String action, @Nullable Instant pausedAt) {}

    @ApiContract(id = "listProjections", summary = "The progress and lag of each projection.")
    @GetMapping
    ItemsAnswer all(Parameters parameters) {
        parameters.only();
        return new ItemsAnswer(projections.progress());
    }

    @ApiContract(
            id = "pauseProjection",
            summary =
                    "Pauses a projection on all instances, also over restarts: what is served stays as it is, and a rebuild"
                            + " waits.",
            body = OperatorRequests.Reason.class,
            problems = {"404 projection-not-found", "409 projection-paused", "409 change-in-progress"})
    @PostMapping(path = "/{name}/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
    PausedAnswer pause(@PathVariable String name, Parameters parameters, InputStream body) {
        String reason = reason(name, parameters, body);
        projections.requireServed(name);
        return RebuildController.exclusively(projections, name, () -> {
            if (projections.pausedAt(name) != null) {
                throw QueryProblemException.conflict("projection-paused", "The projection is paused already.");
            }
            String action = actions.record(new ProjectionPaused(name, reason));
            projections.pause(name);
            return new PausedAnswer(name, action, projections.pausedAt(name));
        });
    }

    @ApiContract(
            id = "resumeProjection",
            summary = "Resumes a paused projection on all instances: it folds the events since it was paused.",
            body = OperatorRequests.Reason.class,
            problems = {"404 projection-not-found", "409 projection-not-paused", "409 change-in-progress"})
    @PostMapping(path = "/{name}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    PausedAnswer resume(@PathVariable String name, Parameters parameters, InputStream body) {
        String reason = reason(name, parameters, body);
        return RebuildController.exclusively(projections, name, () -> {
            if (projections.pausedAt(name) == null) {
                throw QueryProblemException.conflict("projection-not-paused", "The projection is not paused.");
            }
            String action = actions.record(new ProjectionResumed(name, reason));
            projections.resume(name);
            return new PausedAnswer(name, action, projections.pausedAt(name));
        });
    }

    private String reason(String name, Parameters parameters, InputStream body) {
        parameters.only();
        if (!projections.exists(name)) {
            throw QueryProblemException.notFound("projection-not-found", "Unknown projection.");
        }
        return OperatorRequests.reasonOf(requests.read(body, OperatorRequests.Reason.class));
    }
}
