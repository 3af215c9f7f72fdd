package stockledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.Sku;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorActions;
import stockledger.query.operator.OperatorRequests;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuRepair;
import stockledger.query.sku.SkuState;
import stockledger.web.ApiContract;
import tools.jackson.databind.JsonNode;

/** The audit over HTTP: its progress, what it found, and the repair of one SKU. */
@RestController
@RequestMapping(path = "/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {

    private static final String LIST = "audit";

    private static final List<String> COVERED = List.of(
            "documents of SKUs, reservations and locations",
            "new parts of the ledger",
            "pages, availability and inventory",
            "entries of lists",
            "gaps and ends of streams");

    /** Audits after a repair, while Redis is written. */
    private static final int MAX_REPEATS = 5;

    /** Events that are read at once. */
    private static final int EVENTS = 10_000;

    private final AuditRunner runner;
    private final AuditQueues queues;
    private final SkuAuditor auditor;
    private final Drifts drifts;
    private final SkuRepair repair;
    private final AuditSettings settings;
    private final OperatorActions actions;
    private final OperatorRequests requests;

    AuditController(
            AuditRunner runner,
            AuditQueues queues,
            SkuAuditor auditor,
            Drifts drifts,
            SkuRepair repair,
            AuditSettings settings,
            OperatorActions actions,
            OperatorRequests requests) {
        this.runner = runner;
        this.queues = queues;
        this.auditor = auditor;
        this.drifts = drifts;
        this.repair = repair;
        this.settings = settings;
        this.actions = actions;
        this.requests = requests;
    }

    /**
     * The progress of the audit.
     *
     * @param covered what is compared with the events; jobs are not
     * @param processorMillisPerSecond of a processor that the audit of this process may take
     * @param drifted SKUs, reservations and locations that differ from their events now
     * @param audited how many of them this process has audited since its start
     * @param waiting how many of them wait in this process
     * @param skipped how many changed ones this process left to the sweep
     */
    record AuditAnswer(
            List<String> covered,
            int processorMillisPerSecond,
            int sweptPerMinute,
            long sweepIntervalSeconds,
            int drifted,
            long audited,
            int waiting,
            long skipped,
            List<ProjectionAnswer> projections) {}

    /**
     * The progress of one projection.
     *
     * @param waiting keys that wait in this process
     * @param skipped changed keys that this process left to the sweep
     */
    record ProjectionAnswer(String name, int waiting, long skipped, Sweep.Progress sweep) {

        static ProjectionAnswer of(AuditedProjection audited) {
            return new ProjectionAnswer(
                    audited.auditor().projection(),
                    audited.queue().size(),
                    audited.queue().skipped(),
                    audited.progress());
        }
    }

    @ApiContract(id = "getAudit", summary = "The progress of the audit, which compares what is stored with the events.")
    @GetMapping("/audit")
    AuditAnswer audit(Parameters parameters) {
        parameters.only();
        drifts.refresh();
        return new AuditAnswer(
                COVERED,
                settings.processorMillisPerSecond(),
                settings.sweptPerMinute(),
                settings.sweepInterval().toSeconds(),
                drifts.count(),
                runner.count(),
                runner.waiting(),
                runner.skipped(),
                runner.all().stream().map(ProjectionAnswer::of).toList());
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DriftsAnswer(List<Drifts.Drift> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listAuditDifferences",
            summary =
                    "The SKUs, reservations and locations that differ from their events, each with the fields that differ.",
            parameters = {"limit", "cursor"})
    @GetMapping("/audit/differences")
    DriftsAnswer differences(Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        String last = cursor == null ? "" : Cursor.read(LIST, 1, cursor).get(0);
        List<Drifts.Drift> page = drifts.after(last, limit + 1);
        boolean more = page.size() > limit;
        List<Drifts.Drift> items = more ? page.subList(0, limit) : page;
        return new DriftsAnswer(
                items, more ? Cursor.of(LIST, items.get(items.size() - 1).position()) : null);
    }

    /**
     * What a repair did.
     *
     * @param actionId of the recorded action
     * @param versions of the document that is stored now
     * @param found differences before
     * @param changed members of the document that have another value now: {@code served} before, {@code folded} now
     * @param remaining differences after it: if there are any, a fold or a renderer is wrong, and not only what was stored
     */
    record RepairAnswer(
            String sku,
            String actionId,
            Map<String, Long> versions,
            List<AuditDifference> found,
            List<AuditDifference> changed,
            List<AuditDifference> remaining) {}

    @ApiContract(
            id = "repairSku",
            summary = "Folds a SKU again from its first event, and replaces its documents and cached answers.",
            body = OperatorRequests.Reason.class,
            problems = {"404 product-not-found", "409 sku-parked", "503 degraded"})
    @PostMapping("/skus/{sku}/repair")
    RepairAnswer repair(@PathVariable Sku sku, Parameters parameters, InputStream body) {
        parameters.only();
        OperatorRequests.Reason request = requests.read(body, OperatorRequests.Reason.class);
        if (auditor.isParked(sku)) {
            throw QueryProblemException.conflict(
                    "sku-parked", "An event of this SKU cannot be processed: see /v1/admin/parked.");
        }
        AuditResult before = auditAgain(sku);
        if (before.versions().isEmpty() && before.differences().isEmpty()) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        String action = actions.record(new SkuRepaired(sku, OperatorRequests.reasonOf(request)));
        SkuRepair.Repaired repaired = repair.repair(sku);
        if (repaired == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        AuditResult after = auditAgain(sku);
        if (after.differences().isEmpty()) {
            drifts.end(SkuProjection.NAME, List.of(sku.value()));
        }
        queues.documentsChanged(SkuProjection.NAME, List.of(sku.value()));
        return new RepairAnswer(
                sku.value(),
                action,
                repaired.after().versions(),
                before.differences(),
                changed(repaired),
                after.differences());
    }

    /** From its first event; an operator waits. */
    private AuditResult auditAgain(Sku sku) {
        auditor.forget(sku.value());
        AuditResult result = auditUntilFinished(sku);
        for (int i = 1; i < MAX_REPEATS && (result.moved() || !result.stale().isEmpty()); i++) {
            result = auditUntilFinished(sku);
        }
        return result;
    }

    private AuditResult auditUntilFinished(Sku sku) {
        AuditResult result;
        do {
            result = auditor.audit(List.of(sku.value()), Set.of(), EVENTS, EVENTS)
                    .get(0);
        } while (result.unfinished());
        return result;
    }

    private static List<AuditDifference> changed(SkuRepair.Repaired repaired) {
        VersionedDocument<JsonNode> before = repaired.before();
        return JsonDifferences.between(
                        before == null ? null : before.view(),
                        tree(repaired.after().view()))
                .stream()
                .map(one -> new AuditDifference(AuditDifference.DOCUMENT, one.field(), one.first(), one.second()))
                .toList();
    }

    private static JsonNode tree(SkuState state) {
        return StoredJson.mapper().valueToTree(state);
    }
}
