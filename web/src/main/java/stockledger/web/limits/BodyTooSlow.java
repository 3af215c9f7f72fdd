package stockledger.web.limits;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import stockledger.web.ErrorPage;

/**
 * The body of a request did not arrive in time, or no thread may wait for it. Not an {@code IOException}: readers of bodies
 * handle those themselves, since they mean that the caller has closed the connection.
 */
public final class BodyTooSlow extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private BodyTooSlow(HttpStatus status) {
        super(status);
        // The rest of the body may still arrive.
        getHeaders().set(HttpHeaders.CONNECTION, "close");
    }

    /** 408. */
    static BodyTooSlow late(HttpServletRequest request) {
        ErrorPage.describe(request, "request-timeout", "The request body did not arrive in time.");
        return new BodyTooSlow(HttpStatus.REQUEST_TIMEOUT);
    }

    /** 503: too many requests wait for their bodies, or are executed now that this body is complete. */
    static BodyTooSlow overloaded(HttpServletRequest request) {
        ErrorPage.describe(request, Overload.CODE, Overload.DETAIL);
        BodyTooSlow overloaded = new BodyTooSlow(HttpStatus.SERVICE_UNAVAILABLE);
        overloaded.getHeaders().set(HttpHeaders.RETRY_AFTER, Overload.RETRY_SECONDS);
        return overloaded;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is no state
    public Throwable fillInStackTrace() {
        return this;
    }
}
