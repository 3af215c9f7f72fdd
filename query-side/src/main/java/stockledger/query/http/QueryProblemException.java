package stockledger.query.http;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import stockledger.web.Problem;

/** A query that cannot be answered; becomes a problem document. */
public final class QueryProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final List<Problem.Member> errors;
    private final Map<String, Object> properties;

    private QueryProblemException(
            HttpStatus status,
            String code,
            String detail,
            List<Problem.Member> errors,
            Map<String, Object> properties) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = errors;
        this.properties = properties;
    }

    /** 404. */
    public static QueryProblemException notFound(String code, String detail) {
        return notFound(code, detail, Map.of());
    }

    /** 404, with properties that become members of the problem document. */
    public static QueryProblemException notFound(String code, String detail, Map<String, Object> properties) {
        return new QueryProblemException(HttpStatus.NOT_FOUND, code, detail, List.of(), properties);
    }

    /** 400, not about a single parameter. */
    public static QueryProblemException badRequest(String code, String detail) {
        return new QueryProblemException(HttpStatus.BAD_REQUEST, code, detail, List.of(), Map.of());
    }

    /** 400 {@code validation-failed}: a query parameter is out of bounds. */
    public static QueryProblemException invalid(String parameter, String detail) {
        return invalid("validation-failed", parameter, detail);
    }

    /** 400: a query parameter is invalid in a way that has its own code. */
    public static QueryProblemException invalid(String code, String parameter, String detail) {
        return invalid("Invalid query parameter \"" + parameter + "\".", new Problem.Member(parameter, code, detail));
    }

    /**
     * 400: a member of the body is invalid.
     *
     * @param path such as {@code skus[3]}
     */
    public static QueryProblemException invalidMember(String code, String path, String detail) {
        return invalid("Invalid request body.", new Problem.Member(path, code, detail));
    }

    private static QueryProblemException invalid(String detail, Problem.Member member) {
        return new QueryProblemException(HttpStatus.BAD_REQUEST, member.code(), detail, List.of(member), Map.of());
    }

    /** 409: an operator's request no longer fits what it is about. */
    public static QueryProblemException conflict(String code, String detail) {
        return new QueryProblemException(HttpStatus.CONFLICT, code, detail, List.of(), Map.of());
    }

    /** 503: the same query may succeed a little later. */
    public static QueryProblemException unavailable(String code, String detail) {
        return new QueryProblemException(HttpStatus.SERVICE_UNAVAILABLE, code, detail, List.of(), Map.of());
    }

    static QueryProblemException tooLarge() {
        return new QueryProblemException(
                HttpStatus.CONTENT_TOO_LARGE,
                "payload-too-large",
                "The request body is too large.",
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

    Map<String, Object> properties() {
        return properties;
    }
}
