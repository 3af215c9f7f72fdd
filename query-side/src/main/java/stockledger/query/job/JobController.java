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
import org.springframework.http.CacheControl;
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
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;
import stockledger.web.StockledgerHeaders;
import stockledger.web.TokenSigner;
import tools.jackson.core.JacksonException;

@RestController
@RequestMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

    private static final String LIST = "jobs";
    private static final String LINE = "[0-9]{1,18}";
    private static final double MILLIS_PER_SECOND = 1_000.0;

    /** Rates have three decimals. */
    private static final double ROUNDING = 1_000.0;

    private final JobDocuments jobs;
    private final TokenSigner signer;

    JobController(JobDocuments jobs, TokenSigner signer) {
        this.jobs = jobs;
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

    /** Jobs without their answers and failed rows. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobsAnswer(List<JobAnswer> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listJobs",
            summary =
                    "Jobs, newest first, without their failed rows; those that ended long ago without failed rows are not"
                            + " among them.",
            parameters = {"status", "kind", "limit", "cursor"})
    @GetMapping
    ResponseEntity<JobsAnswer> all(Parameters parameters) {
        parameters.only("status", "kind", "limit", "cursor");
        String status = parameters.text("status");
        if (status != null && !JobView.STATUSES.contains(status)) {
            throw QueryProblemException.invalid(
                    "status", "Must be one of " + String.join(", ", JobView.STATUSES) + ".");
        }
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        List<String> after = cursor == null ? List.of() : Cursor.read(LIST, 2, cursor);
        List<JobView> found = jobs.newest(status, parameters.text("kind"), after, limit + 1);
        boolean more = found.size() > limit;
        List<JobView> page = more ? found.subList(0, limit) : found;
        JobView last = more ? page.get(limit - 1) : null;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new JobsAnswer(
                        page.stream().map(view -> answer(view, null, null)).toList(),
                        last == null ? null : Cursor.of(LIST, String.valueOf(last.acceptedAt()), last.id())));
    }

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
        VersionedDocument<JobView> found = jobs.find(id, token);
        JobView view = found.view();
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .eTag("\"j" + found.versionOf(id.stream()) + "\"")
                .body(answer(
                        view,
                        answer(view.answer(), signer::sign),
                        view.request() == null ? failures(view, after, limit) : null));
    }

    /** In the order of their lines; a page begins behind the last line of the one before. */
    private FailuresAnswer failures(JobView view, long after, int limit) {
        int[] rest = Arrays.stream(FailedLines.of(view.failedLines()))
                .filter(line -> line > after)
                .toArray();
        int count = Math.min(limit, rest.length);
        List<RowFailure> items =
                count == 0 ? List.of() : jobs.failures().find(view.id(), Arrays.stream(rest, 0, count));
        return new FailuresAnswer(
                items, count < rest.length ? Cursor.of("failures", view.id(), String.valueOf(rest[count - 1])) : null);
    }

    static JobAnswer answer(JobView view, @Nullable AnswerAnswer answer, @Nullable FailuresAnswer failures) {
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
                answer,
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
    static @Nullable AnswerAnswer answer(JobView.@Nullable Response answer, UnaryOperator<String> sign) {
        if (answer == null) {
            return null;
        }
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
