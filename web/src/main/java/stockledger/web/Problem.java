package stockledger.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem document as RFC 9457 has it, with a stable code.
 *
 * @param errors the invalid parameters or members of the body; empty when the problem is not about one
 * @param traceId 32 hexadecimal digits that find this request in the log and in the trace of its caller
 * @param properties further members of the document
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "errors", "traceId"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        List<Member> errors,
        String traceId,
        @JsonAnyGetter Map<String, Object> properties) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "urn:stockledger:problem:";
    static final String RETRY_SECONDS = "1";
    static final String NO_STORE = "no-store";

    /**
     * One invalid parameter or member.
     *
     * @param field its name, or its path in the body
     */
    public record Member(String field, String code, String detail) {}

    /** A problem without invalid members and without further ones. */
    public static Problem of(HttpStatus status, String code, String detail, HttpServletRequest request) {
        return of(status, code, detail, List.of(), Map.of(), request);
    }

    /** Makes the problem and notes its code with the request, for {@link ProblemMeters}. */
    public static Problem of(
            HttpStatus status,
            String code,
            String detail,
            List<Member> errors,
            Map<String, Object> properties,
            HttpServletRequest request) {
        request.setAttribute(ProblemMeters.CODE, code);
        return new Problem(
                TYPE + code,
                status.getReasonPhrase(),
                status.value(),
                detail,
                code,
                errors,
                TraceId.of(request),
                properties);
    }

    /** The response; with {@code Retry-After} when the same request may succeed later. No HTTP cache keeps a problem. */
    public ResponseEntity<Object> response() {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (isTemporary()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.body(this);
    }

    /** Writes the response, in a filter or valve. */
    public void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (isTemporary() && !response.containsHeader(HttpHeaders.RETRY_AFTER)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        byte[] body = JSON.writeValueAsBytes(this);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Whether the same request may succeed later. */
    boolean isTemporary() {
        return status == HttpStatus.SERVICE_UNAVAILABLE.value()
                || status == HttpStatus.INSUFFICIENT_STORAGE.value()
                || status == HttpStatus.TOO_MANY_REQUESTS.value();
    }
}
