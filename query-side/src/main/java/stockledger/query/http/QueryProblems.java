package stockledger.query.http;

import com.mongodb.MongoException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** Turns what a question's controller throws into a problem. */
@RestControllerAdvice(basePackages = "stockledger.query")
class QueryProblems {

    private static final Logger LOG = LoggerFactory.getLogger(QueryProblems.class);
    private static final Map<Class<?>, String> IDENTITIES = Map.of(
            Sku.class, "invalid-sku",
            LocationId.class, "invalid-location-id",
            ReservationId.class, "invalid-reservation-id",
            JobId.class, "invalid-job-id");

    @ExceptionHandler
    ResponseEntity<Object> refused(QueryProblemException refused, HttpServletRequest request) {
        return Problem.of(refused, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        Class<?> wanted = mistyped.getRequiredType();
        String code = wanted == null ? "invalid-value" : invalid(wanted);
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        code,
                        String.valueOf(mistyped.getMostSpecificCause().getMessage()),
                        request)
                .answer();
    }

    /** The code for an identity in the address that is none. */
    static String invalid(Class<?> identity) {
        return IDENTITIES.getOrDefault(identity, "invalid-value");
    }

    @ExceptionHandler
    ResponseEntity<Object> away(MongoException away, HttpServletRequest request) {
        if (!StoreUnavailable.isOutage(away)) {
            return failed(away, request);
        }
        LOG.warn("MongoDB cannot be reached: {}", StoreUnavailable.word(away));
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "MongoDB cannot be reached.", request)
                .answer();
    }

    /** Nobody is there any more to be told anything. */
    @ExceptionHandler
    void left(AsyncRequestNotUsableException gone) {
        LOG.debug("a caller has left", gone);
    }

    @ExceptionHandler
    ResponseEntity<Object> other(Exception other, HttpServletRequest request) throws Exception {
        if (other instanceof ErrorResponse) {
            throw other;
        }
        if (StoreUnavailable.isOutage(other)) {
            LOG.warn("a store cannot be reached: {}", StoreUnavailable.word(other));
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "A store cannot be reached.", request)
                    .answer();
        }
        return failed(other, request);
    }

    private static ResponseEntity<Object> failed(Exception failed, HttpServletRequest request) {
        LOG.error("a question failed", failed);
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The service failed to answer.", request)
                .answer();
    }
}
