package stockledger.query.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.admin.RebuildController.DifferenceAnswer;
import stockledger.query.admin.RebuildController.DifferencesAnswer;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.Progress;
import stockledger.query.projection.ProjectionAdmin;
import stockledger.query.projection.ShadowComparisons;
import stockledger.web.ApiContract;

/** The report of a process in shadow mode. */
@RestController
@RequestMapping(path = ShadowController.ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
class ShadowController {

    static final String ADDRESS = "/v1/admin/shadow";

    private static final String PROJECTION = "projection";
    private static final String DEFAULT_PROJECTION = "sku";

    private final ShadowComparisons shadow;
    private final ProjectionAdmin projections;

    ShadowController(ShadowComparisons shadow, ProjectionAdmin projections) {
        this.shadow = shadow;
        this.projections = projections;
    }

    /**
     * What the process has folded and compared.
     *
     * @param shadow whether it is in shadow mode; if not, nothing is compared
     * @param since when it started
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShadowAnswer(
            boolean shadow,
            @Nullable Instant since,
            List<Progress.Item> progress,
            List<ShadowComparisons.Status> comparisons) {}

    @ApiContract(
            id = "getShadowReport",
            summary = "Whether this process is in shadow mode, and how what it folds compares with what is served.")
    @GetMapping
    ShadowAnswer report(Parameters parameters) {
        parameters.only();
        return shadow.isShadow()
                ? new ShadowAnswer(true, shadow.startedAt(), projections.progress(), shadow.statuses())
                : new ShadowAnswer(false, null, List.of(), List.of());
    }

    @ApiContract(
            id = "listShadowDifferences",
            summary = "What differs between this process in shadow mode and what is served, by SKU and field.",
            parameters = {PROJECTION, "limit", "cursor"},
            problems = "404 projection-not-found")
    @GetMapping("/differences")
    DifferencesAnswer differences(Parameters parameters) {
        parameters.only(PROJECTION, "limit", "cursor");
        String given = parameters.text(PROJECTION);
        String name = given == null ? DEFAULT_PROJECTION : given;
        if (!projections.exists(name)) {
            throw QueryProblemException.notFound("projection-not-found", "Unknown projection.");
        }
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        String list = "shadow of " + name;
        ProjectionAdmin.DifferencePage page = shadow.differences(
                name, cursor == null ? null : Cursor.read(list, 1, cursor).get(0), limit);
        return new DifferencesAnswer(
                page.differences().stream().map(DifferenceAnswer::of).toList(),
                page.next() == null ? null : Cursor.of(list, page.next()));
    }
}
