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
import stockledger.query.projection.HistoryBusyException;
import stockledger.query.projection.NotServedYetException;
import stockledger.query.projection.OtherEventsException;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.web.Problem;
import stockledger.web.StockledgerHeaders;

/** Maps exceptions of the query side's controllers to problems. */
@RestControllerAdvice(basePackages = "stockledger.query")
class QueryProblems {

    private static final Logger LOG = LoggerFactory.getLogger(QueryProblems.class);
    private static final String RETRIED_STATUS = "504";
    private static final Map<Class<?>, String> IDENTITIES = Map.of(
            Sku.class, "invalid-sku",
            LocationId.class, "invalid-location-id",
            ReservationId.class, "invalid-reservation-id",
            JobId.class, "invalid-job-id");

    @ExceptionHandler
    ResponseEntity<Object> refused(QueryProblemException refused, HttpServletRequest request) {
        return Problem.of(
                        refused.status(),
                        refused.code(),
                        String.valueOf(refused.getMessage()),
                        refused.errors(),
                        refused.properties(),
                        request)
                .response();
    }

    /**
     * A gateway asks another instance when this one has just started. It tells by the status, so it names one that no answer
     * for callers has: 503 may also come from an instance that is overloaded, and asking another would add to the load.
     */
    @ExceptionHandler
    ResponseEntity<Object> notServedYet(NotServedYetException notServed, HttpServletRequest request) {
        String detail = "The read models are catching up with the events.";
        return RETRIED_STATUS.equals(request.getHeader(StockledgerHeaders.RETRY_ON))
                ? unavailable(HttpStatus.GATEWAY_TIMEOUT, detail, request)
                : unavailable(detail, request);
    }

    /** Every instance has the same event store: a gateway asks no other. */
    @ExceptionHandler
    ResponseEntity<Object> otherEvents(OtherEventsException other, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "event-store-mismatch",
                        "The read models contain events that this event store lacks. An operator must restore or accept it.",
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> degraded(UnprocessableEventException unprocessable, HttpServletRequest request) {
        LOG.debug("a query of the past met an event that cannot be processed", unprocessable);
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "degraded",
                        "The history has an event that cannot be processed.",
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> historyBusy(HistoryBusyException busy, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "busy",
                        "Too many queries of past states are being answered: try again.",
                        request)
                .response();
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        Class<?> required = mistyped.getRequiredType();
        String code = required == null ? "invalid-value" : invalidCode(required);
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        code,
                        String.valueOf(mistyped.getMostSpecificCause().getMessage()),
                        request)
                .response();
    }

    /** The code of a path variable that cannot be converted to this type. */
    static String invalidCode(Class<?> type) {
        return IDENTITIES.getOrDefault(type, "invalid-value");
    }

    @ExceptionHandler
    ResponseEntity<Object> mongoFailed(MongoException failed, HttpServletRequest request) {
        if (!StoreUnavailable.isOutage(failed)) {
            return failed(failed, request);
        }
        if (StoreUnavailable.isConnectionWait(failed)) {
            LOG.warn("no connection to MongoDB became free in time");
            return unavailable("All connections to MongoDB are in use.", request);
        }
        LOG.warn("MongoDB is unavailable: {}", StoreUnavailable.rootCauseName(failed));
        return unavailable("MongoDB is unavailable.", request);
    }

    /** The connection is closed: no problem can be sent. */
    @ExceptionHandler
    void disconnected(AsyncRequestNotUsableException closed) {
        LOG.debug("the client has disconnected", closed);
    }

    @ExceptionHandler
    ResponseEntity<Object> other(Exception other, HttpServletRequest request) throws Exception {
        if (other instanceof ErrorResponse) {
            throw other;
        }
        if (StoreUnavailable.isOutage(other)) {
            LOG.warn("a store is unavailable: {}", StoreUnavailable.rootCauseName(other));
            return unavailable("A store is unavailable.", request);
        }
        return failed(other, request);
    }

    private static ResponseEntity<Object> unavailable(String detail, HttpServletRequest request) {
        return unavailable(HttpStatus.SERVICE_UNAVAILABLE, detail, request);
    }

    private static ResponseEntity<Object> unavailable(HttpStatus status, String detail, HttpServletRequest request) {
        return Problem.of(status, "unavailable", detail, request).response();
    }

    private static ResponseEntity<Object> failed(Exception failed, HttpServletRequest request) {
        LOG.error("a query failed", failed);
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The query failed.", request)
                .response();
    }
}
