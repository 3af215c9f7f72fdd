package stockledger.query.console;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.Progress;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = ProjectionController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectionController {

    static final String ADDRESS = "/v1/admin/projections";

    private final ProjectionAdmin projections;
    private final QueryBodyReader bodies;

    ProjectionController(ProjectionAdmin projections, QueryBodyReader bodies) {
        this.projections = projections;
        this.bodies = bodies;
    }

    record ItemsAnswer(List<Progress.Item> items) {}

    record ReplayAnswer(String name, int epoch) {}

    @ApiContract(summary = "The progress and lag of each projection.")
    @GetMapping
    ItemsAnswer all(Parameters parameters) {
        parameters.only();
        return new ItemsAnswer(projections.progress());
    }

    @ApiContract(
            summary = "Rebuilds a projection beside the epoch that is served.",
            status = 202,
            problems = "404 projection-not-found")
    @PostMapping("/{name}/replay")
    ResponseEntity<ReplayAnswer> replay(@PathVariable String name, Parameters parameters, InputStream body) {
        parameters.only();
        if (!projections.exists(name)) {
            throw QueryProblemException.notFound("projection-not-found", "Unknown projection.");
        }
        bodies.readEmpty(body);
        int epoch = projections.rebuild(name);
        return ResponseEntity.accepted().location(URI.create(ADDRESS)).body(new ReplayAnswer(name, epoch));
    }
}
