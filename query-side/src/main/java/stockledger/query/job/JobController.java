package stockledger.query.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.bulk.RowFailure;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.History;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;
import stockledger.web.StockledgerHeaders;
import stockledger.web.TokenSigner;
import tools.jackson.core.JacksonException;

@RestController
@RequestMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

    private static final String LINE = "[0-9]{1,18}";
    private static final double MILLIS_PER_SECOND = 1_000.0;

    /** Rates have three decimals. */
    private static final double ROUNDING = 1_000.0;

    private final JobProjector projector;
    private final ServedDocuments<JobView> documents;
    private final History history;
    private final ConsistencyTokenWaiter waiter;
    private final TokenSigner signer;

    JobController(
            JobProjector projector,
            ReadModels models,
            History history,
            ConsistencyTokenWaiter waiter,
            TokenSigner signer) {
        this.projector = projector;
        this.documents = models.of(projector);
        this.history = history;
        this.waiter = waiter;
        this.signer = signer;
    }

    /** The response of an async request, as a synchronous request would have received it. */
    record AnswerAnswer(int status, Map<String, String> headers, Object body) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FailuresAnswer(List<RowFailure> items, @Nullable String nextCursor) {}

    /**
     * @param failed all rows that failed
     * @param failuresOmitted those of them that are counted only; null for none
     * @param stopReason why the service stopped the job; null when it did not
     * @param rowsPerSecond from the start to the newest progress event; null before the first
     * @param secondsLeft at that rate; null after the end and without a rate
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobAnswer(
            String id,
            String status,
            String kind,
            boolean dryRun,
            long rows,
            long done,
            long failed,
            @Nullable Long failuresOmitted,
            @Nullable String stopReason,
            @Nullable Double rowsPerSecond,
            @Nullable Long secondsLeft,
            String actor,
            @Nullable Instant acceptedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            JobView.@Nullable Request request,
            @Nullable AnswerAnswer answer,
            @Nullable FailuresAnswer failures) {}

    @ApiContract(
            id = "getJob",
            summary = "The progress of a job and its failed rows, paged.",
            tagged = true,
            parameters = {"limit", "cursor"},
            problems = "404 job-not-found")
    @GetMapping("/{id}")
    ResponseEntity<JobAnswer> one(@PathVariable JobId id, ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        long after = cursor == null ? 0 : line(id, cursor);
        VersionedDocument<JobView> found = waiter.read(
                token,
                JobProjector.NAME,
                List.of(id.value()),
                () -> findOrFold(id),
                document -> VersionedDocument.hasSeen(document, token, id.stream()));
        if (found == null) {
            throw QueryProblemException.notFound("job-not-found", "There is no such job.");
        }
        JobView view = found.view();
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .eTag("\"j" + found.versionOf(id.stream()) + "\"")
                .body(answer(view, view.request() == null ? failures(view, after, limit) : null, signer::sign));
    }

    /** A job that ended long ago has no document any more, but events. Others get theirs within the projection's delay. */
    private @Nullable VersionedDocument<JobView> findOrFold(JobId id) {
        VersionedDocument<JobView> found = documents.find(id.value());
        if (found != null) {
            return found;
        }
        waiter.requireNotDegraded(JobProjector.NAME, id.value());
        VersionedDocument<JobView> folded = history.fold(projector, id.value(), id.stream());
        return folded == null || JobProjector.endOf(folded.view()) == null ? null : folded;
    }

    /** In the order of their lines; a page begins behind the last line of the one before. */
    private FailuresAnswer failures(JobView view, long after, int limit) {
        int[] rest = Arrays.stream(FailedLines.of(view.failedLines()))
                .filter(line -> line > after)
                .toArray();
        int count = Math.min(limit, rest.length);
        List<RowFailure> items = count == 0
                ? List.of()
                : new Failures(documents.sideCollection(Failures.NAME)).find(view.id(), Arrays.stream(rest, 0, count));
        return new FailuresAnswer(
                items, count < rest.length ? Cursor.of("failures", view.id(), String.valueOf(rest[count - 1])) : null);
    }

    /** @param sign signs a stored consistency token */
    static JobAnswer answer(JobView view, @Nullable FailuresAnswer failures, UnaryOperator<String> sign) {
        Double rate = rate(view);
        long left = view.rows() - view.done() - view.failed();
        return new JobAnswer(
                view.id(),
                view.status(),
                view.kind(),
                view.dryRun(),
                view.rows(),
                view.done(),
                view.failed(),
                omitted(view),
                view.stopReason(),
                rate,
                view.endedAt() == null && rate != null && rate > 0 ? (Long) (long) Math.ceil(left / rate) : null,
                view.actor(),
                view.acceptedAt(),
                view.startedAt(),
                view.endedAt(),
                view.request(),
                view.answer() == null ? null : answer(view.answer(), sign),
                failures);
    }

    private static @Nullable Long omitted(JobView view) {
        long omitted = view.request() == null ? view.failed() - FailedLines.count(view.failedLines()) : 0;
        return omitted > 0 ? (Long) omitted : null;
    }

    private static @Nullable Double rate(JobView view) {
        if (view.startedAt() == null || view.latestAt() == null) {
            return null;
        }
        long millis =
                Math.max(1, Duration.between(view.startedAt(), view.latestAt()).toMillis());
        return Math.round((view.done() + view.failed()) * MILLIS_PER_SECOND * ROUNDING / millis) / ROUNDING;
    }

    /** Tokens are stored unsigned: the keys change, events do not. */
    private static AnswerAnswer answer(JobView.Response answer, UnaryOperator<String> sign) {
        Map<String, String> headers = new TreeMap<>();
        answer.headers().forEach(header -> headers.put(header.name(), header.value()));
        headers.computeIfPresent(
                StockledgerHeaders.CONSISTENCY_TOKEN.toLowerCase(Locale.ROOT), (name, token) -> sign.apply(token));
        return new AnswerAnswer(answer.status(), headers, body(answer.body()));
    }

    /** A body that is not JSON is shown as text. */
    private static Object body(String text) {
        try {
            return text.isEmpty() ? Map.of() : StoredJson.mapper().readTree(text);
        } catch (JacksonException e) {
            return text;
        }
    }

    private static long line(JobId id, String cursor) {
        List<String> parts = Cursor.read("failures", 2, cursor);
        if (!parts.get(0).equals(id.value()) || !parts.get(1).matches(LINE)) {
            throw Cursor.invalid();
        }
        return Long.parseLong(parts.get(1));
    }
}
