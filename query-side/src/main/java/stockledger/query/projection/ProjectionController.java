package stockledger.query.projection;

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
import stockledger.query.http.ApiContract;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;

@RestController
@RequestMapping(path = ProjectionController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectionController {

    static final String ADDRESS = "/v1/admin/projections";

    private final List<String> names;
    private final Progress progress;
    private final EpochRegistry control;
    private final Supervisor supervisor;
    private final QueryBodyReader bodies;

    ProjectionController(
            List<Projection<?>> projections,
            Progress progress,
            EpochRegistry control,
            Supervisor supervisor,
            QueryBodyReader bodies) {
        this.names = projections.stream().map(Projection::name).sorted().toList();
        this.progress = progress;
        this.control = control;
        this.supervisor = supervisor;
        this.bodies = bodies;
    }

    record ItemsAnswer(List<Progress.Item> items) {}

    record ReplayAnswer(String name, int epoch) {}

    @ApiContract(tells = "How far each projection is, and how far behind.")
    @GetMapping
    ItemsAnswer all(Parameters parameters) {
        parameters.only();
        return new ItemsAnswer(progress.items(names));
    }

    @ApiContract(
            tells = "Folds a projection anew, beside the one that is served.",
            status = 202,
            refusals = "404 projection-not-found")
    @PostMapping("/{name}/replay")
    ResponseEntity<ReplayAnswer> replay(@PathVariable String name, InputStream body) {
        if (!names.contains(name)) {
            throw QueryProblemException.unknown("projection-not-found", "There is no such projection.");
        }
        bodies.readNothing(body);
        EpochRegistry.State state = control.rebuild(name);
        supervisor.look();
        Integer building = state.building();
        return ResponseEntity.accepted()
                .location(URI.create(ADDRESS))
                .body(new ReplayAnswer(name, building == null ? state.live() : building));
    }
}
