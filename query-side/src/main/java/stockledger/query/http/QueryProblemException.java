package stockledger.query.http;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A question that gets no answer, and why, in words that become a problem. */
public final class QueryProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final List<Problem.Member> errors;
    private final Map<String, Object> facts;

    private QueryProblemException(
            HttpStatus status, String code, String detail, List<Problem.Member> errors, Map<String, Object> facts) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = errors;
        this.facts = facts;
    }

    /** 404: what was asked for is not known. */
    public static QueryProblemException unknown(String code, String detail) {
        return unknown(code, detail, Map.of());
    }

    /** 404, with facts that become members of the problem. */
    public static QueryProblemException unknown(String code, String detail, Map<String, Object> facts) {
        return new QueryProblemException(HttpStatus.NOT_FOUND, code, detail, List.of(), facts);
    }

    /** 400: the question is wrong as a whole. */
    public static QueryProblemException wrong(String code, String detail) {
        return new QueryProblemException(HttpStatus.BAD_REQUEST, code, detail, List.of(), Map.of());
    }

    /** 400 {@code validation-failed}: one parameter or member is out of bounds. */
    public static QueryProblemException invalid(String field, String detail) {
        return member("validation-failed", field, detail);
    }

    /** 400: one parameter or member is wrong in a way that has a code of its own. */
    public static QueryProblemException member(String code, String field, String detail) {
        return new QueryProblemException(
                HttpStatus.BAD_REQUEST,
                code,
                "The question is not one that can be asked here.",
                List.of(new Problem.Member(field, code, detail)),
                Map.of());
    }

    /** 503: the same question may be answered a little later. */
    public static QueryProblemException later(String code, String detail) {
        return new QueryProblemException(HttpStatus.SERVICE_UNAVAILABLE, code, detail, List.of(), Map.of());
    }

    /** 415: the body is packed. */
    static QueryProblemException packed() {
        return new QueryProblemException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "A question is sent as it is, not packed.",
                List.of(),
                Map.of());
    }

    static QueryProblemException tooLarge() {
        return new QueryProblemException(
                HttpStatus.CONTENT_TOO_LARGE,
                "payload-too-large",
                "The body is larger than a question can be.",
                List.of(),
                Map.of());
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    List<Problem.Member> errors() {
        return errors;
    }

    Map<String, Object> facts() {
        return facts;
    }
}
