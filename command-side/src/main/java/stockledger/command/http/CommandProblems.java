package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ConsistencyToken;
import tools.jackson.core.JacksonException;

/** Turns what a command's controller throws into a problem. It knows kinds of refusals, and no aggregate. */
@RestControllerAdvice(basePackages = "stockledger.command")
class CommandProblems {

    private static final Logger LOG = LoggerFactory.getLogger(CommandProblems.class);

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal refusal, HttpServletRequest request) {
        ResponseEntity<Object> problem = Problem.of(
                status(refusal.kind()),
                refusal.code(),
                String.valueOf(refusal.getMessage()),
                List.of(),
                refusal.facts(),
                request);
        ConsistencyToken token = refusal.token();
        return token == null ? problem : Answers.told(problem, token);
    }

    static HttpStatus status(Refusal.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case FULL -> HttpStatus.TOO_MANY_REQUESTS;
            case BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidBody invalid, HttpServletRequest request) {
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                invalid.code(),
                "The body does not fit this command.",
                List.of(new Problem.Member(invalid.field(), invalid.code(), String.valueOf(invalid.getMessage()))),
                Map.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidHead invalid, HttpServletRequest request) {
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                invalid.code(),
                invalid.where(),
                List.of(new Problem.Member(invalid.name(), invalid.code(), String.valueOf(invalid.getMessage()))),
                Map.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(BodyRefused refused, HttpServletRequest request) {
        ResponseEntity<Object> problem =
                Problem.of(refused.status(), refused.code(), String.valueOf(refused.getMessage()), request);
        return refused.codings() == null
                ? problem
                : ResponseEntity.status(problem.getStatusCode())
                        .headers(problem.getHeaders())
                        .header(HttpHeaders.ACCEPT_ENCODING, refused.codings())
                        .body(problem.getBody());
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        return UnreadableBody.problem(unreadable, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(MethodArgumentNotValidException invalid, HttpServletRequest request) {
        return notFitting(
                invalid.getAllErrors().stream().map(error -> error.unwrap(ConstraintViolation.class)), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(ConstraintViolationException invalid, HttpServletRequest request) {
        return notFitting(invalid.getConstraintViolations().stream(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(JacksonException unreadable, HttpServletRequest request) {
        return UnreadableBody.member(unreadable, request);
    }

    private static ResponseEntity<Object> notFitting(
            Stream<? extends ConstraintViolation> violations, HttpServletRequest request) {
        List<Problem.Member> members = violations
                .map(UnfitMember::of)
                .distinct()
                .sorted(Comparator.comparing(Problem.Member::field).thenComparing(Problem.Member::detail))
                .toList();
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                "validation-failed",
                "The body does not fit this command.",
                members,
                Map.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        Throwable why = mistyped.getMostSpecificCause();
        return Problem.of(
                HttpStatus.BAD_REQUEST, invalid(mistyped.getRequiredType()), String.valueOf(why.getMessage()), request);
    }

    /** {@code invalid-sku}, {@code invalid-reservation-id}: named for what it is, wherever in the address it stands. */
    static String invalid(@Nullable Class<?> type) {
        String name = type == null ? "Parameter" : type.getSimpleName();
        return "invalid" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @ExceptionHandler
    ResponseEntity<Object> failed(Exception failed, HttpServletRequest request) throws Exception {
        if (failed instanceof ErrorResponse) {
            throw failed;
        }
        if (StoreUnavailable.isOutage(failed)) {
            LOG.warn("the event store cannot be reached: {}", StoreUnavailable.word(failed));
            return Problem.of(
                    HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The event store cannot be reached.", request);
        }
        LOG.error("a command failed", failed);
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "The service failed; whether the command was stored is not known.",
                request);
    }
}
