package stockledger.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Renders the problems of requests that reached no controller: unknown routes, wrong methods and media types, bodies that
 * are too large, and requests that a filter refused.
 */
@Controller
public final class ErrorPage implements ErrorController {

    private static final String REFUSAL = ErrorPage.class.getName();

    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "bad-request"),
            Map.entry(404, "not-found"),
            Map.entry(405, "method-not-allowed"),
            Map.entry(406, "not-acceptable"),
            Map.entry(408, "request-timeout"),
            Map.entry(413, "payload-too-large"),
            Map.entry(414, "uri-too-long"),
            Map.entry(415, "unsupported-media-type"),
            Map.entry(416, "range-not-satisfiable"),
            Map.entry(417, "expectation-failed"),
            Map.entry(431, "headers-too-large"),
            Map.entry(501, "not-implemented"),
            Map.entry(503, "unavailable"),
            Map.entry(505, "http-version-not-supported"));

    private record Refusal(String code, String detail, Map<String, Object> properties) {}

    ErrorPage() {}

    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer number
                ? HttpStatus.resolve(number)
                : null;
        HttpStatus known = status == null ? HttpStatus.NOT_FOUND : status;
        Problem problem = request.getAttribute(REFUSAL) instanceof Refusal refusal
                ? Problem.of(known, refusal.code(), refusal.detail(), List.of(), refusal.properties(), request)
                : problem(known, request);
        return problem.response();
    }

    /** Refuses a request in a filter or interceptor; the container then dispatches to this page for the body. */
    public static void refuse(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        refuse(request, response, status, code, detail, Map.of());
    }

    /**
     * The same, with further members.
     *
     * @param properties members of the problem beside those that all have
     */
    public static void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            String code,
            String detail,
            Map<String, Object> properties)
            throws IOException {
        request.setAttribute(REFUSAL, new Refusal(code, detail, properties));
        response.sendError(status.value());
    }

    /** Notes why a request is about to be refused, by an exception or by {@code sendError}. */
    public static void describe(HttpServletRequest request, String code, String detail) {
        request.setAttribute(REFUSAL, new Refusal(code, detail, Map.of()));
    }

    /** The problem of a status about which nothing more is known. */
    public static Problem problem(HttpStatus status, HttpServletRequest request) {
        String code = CODES.getOrDefault(status.value(), status.is5xxServerError() ? "internal-error" : "refused");
        return Problem.of(status, code, detail(status, request), request);
    }

    private static String detail(HttpStatus status, HttpServletRequest request) {
        if (status == HttpStatus.NOT_ACCEPTABLE
                && request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE)
                        instanceof HttpMediaTypeNotAcceptableException refused
                && !refused.getSupportedMediaTypes().isEmpty()) {
            return refused.getSupportedMediaTypes().stream()
                    .map(MediaType::toString)
                    .distinct()
                    .collect(Collectors.joining(" or ", "The response is ", "."));
        }
        return detail(status);
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "Nothing is found at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not support this method.";
            case UNSUPPORTED_MEDIA_TYPE -> "The request body must be application/json.";
            case NOT_ACCEPTABLE -> "The response is application/json.";
            case CONTENT_TOO_LARGE -> "The request body is too large.";
            case URI_TOO_LONG -> "The request target is too long.";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The request has too many or too large headers.";
            case NOT_IMPLEMENTED -> "The service does not support this method or transfer coding.";
            case HTTP_VERSION_NOT_SUPPORTED -> "The service supports HTTP/1.1 and HTTP/1.0.";
            default -> "The request could not be served.";
        };
    }
}
