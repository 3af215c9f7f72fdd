package stockledger.query.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What no controller answered: unknown routes, wrong methods and media types. */
@Controller
class ErrorPage implements ErrorController {

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
        HttpStatus resolved = said instanceof Integer number ? HttpStatus.resolve(number) : null;
        HttpStatus status = resolved == null ? HttpStatus.NOT_FOUND : resolved;
        String code = CODES.getOrDefault(status.value(), status.is5xxServerError() ? "internal-error" : "refused");
        return Problem.of(status, code, detail(status), request);
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not take this method.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body must be application/json.";
            case NOT_ACCEPTABLE -> "The answer is application/json.";
            case CONTENT_TOO_LARGE -> "The body is larger than a question can be.";
            default -> "The request could not be served.";
        };
    }
}
