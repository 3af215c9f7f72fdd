package stockledger.command.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a command was not carried out, as RFC 9457 has it, with a code that stays.
 *
 * @param errors the members of the body that are wrong, empty when it is not about members
 * @param traceId 32 hexadecimal digits that find this request in the log, and in the trace of its caller
 * @param facts further members, of the refusal
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "errors", "traceId"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        List<Member> errors,
        String traceId,
        @JsonAnyGetter Map<String, Object> facts) {

    private static final String TYPE = "urn:stockledger:problem:";
    private static final String RETRY_SECONDS = "1";

    /** One member of the body that is wrong: where, a code, and a sentence. */
    record Member(String field, String code, String detail) {}

    static ResponseEntity<Object> of(HttpStatus status, String code, String detail, HttpServletRequest at) {
        return of(status, code, detail, List.of(), Map.of(), at);
    }

    static ResponseEntity<Object> of(
            HttpStatus status,
            String code,
            String detail,
            List<Member> errors,
            Map<String, Object> facts,
            HttpServletRequest at) {
        Problem problem = problem(status, code, detail, errors, facts, at);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header("Retry-After", RETRY_SECONDS);
        }
        return answer.body(problem);
    }

    static Problem problem(
            HttpStatus status,
            String code,
            String detail,
            List<Member> errors,
            Map<String, Object> facts,
            HttpServletRequest at) {
        // For those who count.
        at.setAttribute(ProblemTally.CODE, code);
        return new Problem(
                TYPE + code, status.getReasonPhrase(), status.value(), detail, code, errors, TraceId.of(at), facts);
    }
}
