package stockledger.query.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a question was not answered, as RFC 9457 has it, with a code that stays.
 *
 * @param errors the parameters or members that are wrong, empty when it is not about one
 * @param traceId 32 hexadecimal digits that find this request in the log, and in the trace of its caller
 * @param facts further members
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

    /** One parameter or member that is wrong: where, a code, and a sentence. */
    record Member(String field, String code, String detail) {}

    static ResponseEntity<Object> of(QueryProblemException refused, HttpServletRequest at) {
        return new Problem(
                        refused.status(),
                        refused.code(),
                        String.valueOf(refused.getMessage()),
                        refused.errors(),
                        refused.facts(),
                        at)
                .answer();
    }

    static Problem of(HttpStatus status, String code, String detail, HttpServletRequest at) {
        return new Problem(status, code, detail, List.of(), Map.of(), at);
    }

    private Problem(
            HttpStatus status,
            String code,
            String detail,
            List<Member> errors,
            Map<String, Object> facts,
            HttpServletRequest at) {
        this(
                TYPE + code,
                status.getReasonPhrase(),
                status.value(),
                detail,
                noted(code, at),
                errors,
                TraceId.of(at),
                facts);
    }

    /** The code, left with the request for those who count. */
    private static String noted(String code, HttpServletRequest at) {
        at.setAttribute(ProblemTally.CODE, code);
        return code;
    }

    ResponseEntity<Object> answer() {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            answer.header("Retry-After", RETRY_SECONDS);
        }
        if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE.value()) {
            answer.header(HttpHeaders.ACCEPT_ENCODING, ContentEncodingInterceptor.AS_IT_IS);
        }
        return answer.body(this);
    }
}
