package stockledger.query.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What the web server refuses before any of our code sees it, such as an address that is none. */
public final class ProblemValve extends ErrorReportValve {

    private static final int ERRORS = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int code = response.getStatus();
        HttpStatus status = HttpStatus.resolve(code);
        if (code < ERRORS || status == null || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String word = status.is5xxServerError()
                ? "internal-error"
                : status == HttpStatus.NOT_FOUND ? "not-found" : "bad-request";
        String problem = ("{\"type\":\"urn:stockledger:problem:%1$s\",\"title\":\"%2$s\",\"status\":%3$d,"
                        + "\"detail\":\"The request could not be understood.\",\"code\":\"%1$s\",\"traceId\":\"%4$s\"}")
                .formatted(word, status.getReasonPhrase(), code, UUID.randomUUID());
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding((String) null);
            response.getOutputStream().write(problem.getBytes(StandardCharsets.US_ASCII));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("a caller went away", e);
        }
    }
}
