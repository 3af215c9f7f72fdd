package stockledger.command.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;

/** What no controller answered: unknown routes, wrong methods and media types, bodies that are too large. */
@org.springframework.stereotype.Controller
class ErrorPage implements ErrorController {

    private static final String REFUSED = ErrorPage.class.getName();

    private static final Map<Integer, String> CODES = Map.of(
            400, "bad-request",
            404, "not-found",
            405, "method-not-allowed",
            406, "not-acceptable",
            413, "payload-too-large",
            415, "unsupported-media-type",
            431, "headers-too-large",
            503, "unavailable");

    @RequestMapping("/error")
    ResponseEntity<Object> problem(HttpServletRequest request) {
        Object said = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = said instanceof Integer number && HttpStatus.resolve(number) != null
                ? HttpStatus.valueOf(number)
                : HttpStatus.NOT_FOUND;
        return request.getAttribute(REFUSED) instanceof Word word
                ? Problem.of(status, word.code(), word.detail(), request)
                : Problem.of(status, code(status), detail(status), request);
    }

    /** Why a filter refused a request. */
    record Word(String code, String detail) {}

    /** Refuses a request before any controller saw it. */
    static void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, Word why)
            throws IOException {
        request.setAttribute(REFUSED, why);
        response.sendError(status.value());
    }

    /** The problem for a status that nothing more is known about. */
    static Problem problem(HttpStatus status, HttpServletRequest request) {
        return Problem.problem(status, code(status), detail(status), List.of(), Map.of(), request);
    }

    private static String code(HttpStatus status) {
        return CODES.getOrDefault(status.value(), status.is5xxServerError() ? "internal-error" : "refused");
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not take this method.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body must be application/json.";
            case NOT_ACCEPTABLE -> "The answer is application/json.";
            case CONTENT_TOO_LARGE -> "The body is larger than a command can be.";
            default -> "The request could not be served.";
        };
    }
}
