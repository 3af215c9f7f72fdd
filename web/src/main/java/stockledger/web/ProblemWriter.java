package stockledger.web;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes and counts problems of requests that a Tomcat valve refuses, which no controller and no error page renders. */
public final class ProblemWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final ProblemMeters meters;

    ProblemWriter(ProblemMeters meters) {
        this.meters = meters;
    }

    /** Answers with a problem and finishes the response. */
    public void write(Request request, Response response, HttpStatus status, String code, String detail)
            throws IOException {
        write(request, response, Problem.of(status, code, detail, request.getRequest()));
    }

    void write(Request request, Response response, Problem problem) throws IOException {
        // The request listeners were called before this valve, or are not called at all.
        meters.count(problem.code(), request.getRequest());
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("utf-8");
        response.setHeader(CorrelationFilter.HEADER, CorrelationFilter.correlationOf(request.getRequest()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, Problem.NO_STORE);
        if (problem.isTemporary()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Problem.RETRY_SECONDS);
        }
        Writer writer = response.getReporter();
        if (writer != null) {
            writer.write(JSON.writeValueAsString(problem));
            response.finishResponse();
        }
    }
}
