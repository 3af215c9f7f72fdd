package stockledger.query.admin;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.http.Parameters;
import stockledger.query.projection.Progress;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = ProjectionController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectionController {

    static final String ADDRESS = "/v1/admin/projections";

    private final ProjectionAdmin projections;

    ProjectionController(ProjectionAdmin projections) {
        this.projections = projections;
    }

    record ItemsAnswer(List<Progress.Item> items) {}

    @ApiContract(id = "listProjections", summary = "The progress and lag of each projection.")
    @GetMapping
    ItemsAnswer all(Parameters parameters) {
        parameters.only();
        return new ItemsAnswer(projections.progress());
    }
}
