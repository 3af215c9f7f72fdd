package stockledger.web.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.web.Problem;

/**
 * Gives each request a place among those of its kind, and bounds the time that it waits for its body. Before all filters that
 * cost something: refusing a request must be much cheaper than executing it.
 */
final class LimitsFilter extends OncePerRequestFilter {

    private final Places places;
    private final CallerWaits waits;

    LimitsFilter(Places places, CallerWaits waits) {
        this.places = places;
        this.waits = waits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Work work = Work.of(request);
        Place place = places.take(work, request.getRemoteAddr());
        if (place == null) {
            shed(request, response);
            return;
        }
        boolean hasBody =
                request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (hasBody) {
            // An upload keeps its place: it could not go on without one.
            boolean rows = work == Work.ROWS;
            BodyWait.setCurrent(new BodyWait(waits, request, rows, rows ? Place.UNBOUNDED : place));
        }
        try {
            chain.doFilter(request, response);
        } catch (BodyTooSlow late) {
            refuse(late, response);
        } finally {
            place.release();
            if (hasBody) {
                BodyWait.setCurrent(null);
            }
        }
    }

    /** Written here: the error page would cost as much as many a request. */
    private static void shed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, Overload.CODE, Overload.DETAIL, request)
                .write(response);
    }

    /** A filter read the body; its problem is described with the request. */
    private static void refuse(BodyTooSlow late, HttpServletResponse response) throws IOException {
        late.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.sendError(late.getStatusCode().value());
    }
}
