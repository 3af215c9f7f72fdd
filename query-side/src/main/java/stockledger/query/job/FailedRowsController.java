package stockledger.query.job;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.bulk.StoredRow;
import stockledger.query.http.CsvCells;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.job.FailedRows.Chunk;
import stockledger.web.ApiContract;

/**
 * The failed rows of a job as a file that can be sent again once it is corrected. Few files are written at the same time, and one
 * that takes too long ends as an incomplete response.
 */
@RestController
class FailedRowsController {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final int MAX_FILES = 2;
    private static final Duration MAX_DURATION = Duration.ofMinutes(30);

    /** The header has their columns, too: a required one must be there even if it is empty in all failed rows. */
    private static final int OTHER_ROWS = 50;

    private static final int MAX_COLUMNS = 1_000;

    private final JobDocuments jobs;
    private final FailedRows rows;
    private final Semaphore places = new Semaphore(MAX_FILES);

    FailedRowsController(JobDocuments jobs, FailedRows rows) {
        this.jobs = jobs;
        this.rows = rows;
    }

    @ApiContract(
            id = "downloadFailedRows",
            summary =
                    "The failed rows of a job, as CSV or NDJSON like an upload, so that they can be corrected and sent again."
                            + " Rows that were too long, and those beyond the stored failures, are not among them.",
            media = NDJSON,
            problems = {"404 job-not-found", "404 failed-rows-not-found", "400 too-many-columns", "503 too-many-exports"
            })
    @GetMapping(
            path = "/v1/jobs/{id}/failed-rows",
            produces = {NDJSON, CSV})
    void failedRows(
            @PathVariable JobId id,
            ConsistencyToken token,
            Parameters parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        parameters.only();
        JobView job = jobs.find(id, token).view();
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            begin(job, isCsv(request), response);
            return;
        }
        if (!places.tryAcquire()) {
            throw QueryProblemException.unavailable(
                    "too-many-exports", "This process runs as many exports as it may: try again later.");
        }
        try {
            write(job, isCsv(request), response);
        } finally {
            places.release();
        }
    }

    private void write(JobView job, boolean csv, HttpServletResponse response) throws IOException {
        long end = System.nanoTime() + MAX_DURATION.toNanos();
        List<Chunk> chunks = rows.chunks(new JobId(job.id()));
        List<String> columns = csv ? columns(chunks) : List.of();
        OutputStream out = null;
        for (Chunk chunk : chunks) {
            for (StoredRow row : rows.rows(chunk)) {
                if (!chunk.hasFailed(row)) {
                    continue;
                }
                if (out == null) {
                    out = begin(job, csv, response);
                    if (csv) {
                        out.write(CsvCells.row(columns).getBytes(StandardCharsets.UTF_8));
                    }
                }
                String line = csv ? CsvCells.row(FailedRows.csv(row, columns)) : FailedRows.ndjson(row);
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("failed rows take longer than " + MAX_DURATION);
            }
        }
        if (out == null) {
            // Before the response has begun.
            throw QueryProblemException.notFound(
                    "failed-rows-not-found", "The job has no failed rows whose content is stored.");
        }
    }

    private static OutputStream begin(JobView job, boolean csv, HttpServletResponse response) throws IOException {
        response.setContentType(csv ? CSV + ";charset=UTF-8" : NDJSON);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + job.kind() + "-failed-rows-" + job.id() + (csv ? ".csv" : ".ndjson")
                        + "\"");
        return response.getOutputStream();
    }

    /**
     * Those of the upload, if a row has them: only under these are the cells of a row with too few or too many in their place. Otherwise
     * those of the failed rows and of some others, in the order in which they appear first.
     */
    private List<String> columns(List<Chunk> chunks) {
        Set<String> columns = new LinkedHashSet<>();
        List<String> headings = List.of();
        for (Chunk chunk : chunks) {
            int others = 0;
            for (StoredRow row : rows.rows(chunk)) {
                if (chunk.hasFailed(row) || others++ < OTHER_ROWS) {
                    columns.addAll(FailedRows.cells(row).keySet());
                    headings = headings.isEmpty() ? FailedRows.headings(row) : headings;
                }
            }
            if (Math.max(columns.size(), headings.size()) > MAX_COLUMNS) {
                throw QueryProblemException.badRequest(
                        "too-many-columns", "The rows have too many different members for CSV: accept " + NDJSON + ".");
            }
        }
        return headings.isEmpty() ? List.copyOf(columns) : headings;
    }

    /** Whether a request prefers CSV to NDJSON. */
    private static boolean isCsv(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null) {
            return false;
        }
        try {
            List<MediaType> accepted = new ArrayList<>(MediaType.parseMediaTypes(accept));
            MimeTypeUtils.sortBySpecificity(accepted);
            for (MediaType type : accepted) {
                if (type.includes(MediaType.valueOf(NDJSON))) {
                    return false;
                }
                if (MediaType.valueOf(CSV).isCompatibleWith(type)) {
                    return true;
                }
            }
        } catch (InvalidMediaTypeException e) {
            return false;
        }
        return false;
    }
}
