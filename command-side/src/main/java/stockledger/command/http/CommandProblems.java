package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
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
import stockledger.command.dispatch.DeadlinePassed;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ConsistencyToken;
import stockledger.web.Problem;
import tools.jackson.core.JacksonException;

/** Maps exceptions of the command side's controllers to problems. It knows kinds of refusals, and no aggregate. */
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
                        refusal.properties(),
                        request)
                .response();
        ConsistencyToken token = refusal.token();
        return token == null ? problem : Answers.withToken(problem, token);
    }

    static HttpStatus status(Refusal.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case FULL -> HttpStatus.TOO_MANY_REQUESTS;
            case NO_SPACE -> HttpStatus.INSUFFICIENT_STORAGE;
            case BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidBody invalid, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        invalid.code(),
                        "Invalid request body.",
                        List.of(new Problem.Member(
                                invalid.field(), invalid.code(), String.valueOf(invalid.getMessage()))),
                        Map.of(),
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidHeaderOrParameter invalid, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        invalid.code(),
                        invalid.summary(),
                        List.of(new Problem.Member(
                                invalid.name(), invalid.code(), String.valueOf(invalid.getMessage()))),
                        Map.of(),
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(BodyRefused refused, HttpServletRequest request) {
        ResponseEntity<Object> problem = Problem.of(
                        refused.status(), refused.code(), String.valueOf(refused.getMessage()), request)
                .response();
        return refused.acceptedEncodings() == null
                ? problem
                : ResponseEntity.status(problem.getStatusCode())
                        .headers(problem.getHeaders())
                        .header(HttpHeaders.ACCEPT_ENCODING, refused.acceptedEncodings())
                        .body(problem.getBody());
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        return UnreadableBody.problem(unreadable, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(MethodArgumentNotValidException invalid, HttpServletRequest request) {
        return invalidMembers(
                invalid.getAllErrors().stream().map(error -> error.unwrap(ConstraintViolation.class)), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(ConstraintViolationException invalid, HttpServletRequest request) {
        return invalidMembers(invalid.getConstraintViolations().stream(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(JacksonException unreadable, HttpServletRequest request) {
        return UnreadableBody.member(unreadable, request);
    }

    /** Rows are read by their controller: the connection has ended, or its chunks are malformed. */
    @ExceptionHandler({ClientAbortException.class, BadRequestException.class})
    ResponseEntity<Object> unreadable(IOException unreadable, HttpServletRequest request) {
        return Problem.of(HttpStatus.BAD_REQUEST, "incomplete-body", "The request body could not be read.", request)
                .response();
    }

    private static ResponseEntity<Object> invalidMembers(
            Stream<? extends ConstraintViolation> violations, HttpServletRequest request) {
        List<Problem.Member> members = violations
                .map(InvalidMember::of)
                .distinct()
                .sorted(Comparator.comparing(Problem.Member::field).thenComparing(Problem.Member::detail))
                .toList();
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "validation-failed",
                        "Invalid request body.",
                        members,
                        Map.of(),
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        invalidCode(mistyped.getRequiredType()),
                        String.valueOf(mistyped.getMostSpecificCause().getMessage()),
                        request)
                .response();
    }

    /** The code of a path variable that cannot be converted: {@code invalid-sku}, {@code invalid-reservation-id}. */
    static String invalidCode(@Nullable Class<?> type) {
        String name = type == null ? "Parameter" : type.getSimpleName();
        return "invalid" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @ExceptionHandler
    ResponseEntity<Object> late(DeadlinePassed late, HttpServletRequest request) {
        LOG.warn("the event store has not answered a command in time");
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "The event store has not answered in time; it is unknown whether the command was stored. The same"
                                + " request with the same Idempotency-Key has one effect.",
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> failed(Exception failed, HttpServletRequest request) throws Exception {
        if (failed instanceof ErrorResponse) {
            throw failed;
        }
        if (StoreUnavailable.isFull(failed)) {
            LOG.error("the disk of the event store is full");
            return refused(new InsufficientStorage(), request);
        }
        if (StoreUnavailable.isOutage(failed)) {
            LOG.warn("the event store is unavailable: {}", StoreUnavailable.rootCauseName(failed));
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The event store is unavailable.", request)
                    .response();
        }
        LOG.error("a command failed", failed);
        return Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal-error",
                        "The command failed; it is unknown whether it was stored.",
                        request)
                .response();
    }
}
