package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.command.dispatch.RequestContext;
import stockledger.events.Provenance;

/**
 * Notes who asks and in which request, for the events and the log. Callers may name both, by {@code X-Actor} and
 * {@code X-Correlation-Id}, in 1 to 128 visible ASCII characters. A request whose name is none is named by its trace; but
 * that an event was asked for by nobody must not be written by mistake, so a command whose actor is none is refused. The
 * log is never told who asks.
 */
final class RequestContextFilter extends OncePerRequestFilter {

    static final String CORRELATION_HEADER = "X-Correlation-Id";
    static final String ACTOR_HEADER = "X-Actor";

    /** Where a request and its log lines hold the name: the same on both sides, since one process may be both. */
    private static final String NAME = Provenance.CORRELATION_ID;

    private static final String NOBODY = "anonymous";
    private static final Set<String> QUESTIONS = Set.of("GET", "HEAD", "OPTIONS");
    private static final ErrorPage.Word INVALID_ACTOR =
            new ErrorPage.Word("invalid-actor", "An X-Actor is 1 to 128 visible ASCII characters.");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String correlation = correlationOf(request);
        String given = request.getHeader(ACTOR_HEADER);
        String actor = given == null || given.isBlank() ? NOBODY : given;
        response.setHeader(CORRELATION_HEADER, correlation);
        MDC.put(NAME, correlation);
        try {
            if (isCommand(request) && !HeaderToken.is(actor)) {
                ErrorPage.refuse(request, response, HttpStatus.BAD_REQUEST, INVALID_ACTOR);
                return;
            }
            new RequestContext(actor, correlation).during(() -> goOn(request, response, chain));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Wrapped e) {
            throw e.inner;
        } finally {
            MDC.remove(NAME);
        }
    }

    /** What its caller calls this request, also when the server refused it before it came here. */
    static String correlationOf(HttpServletRequest request) {
        if (request.getAttribute(NAME) instanceof String noted) {
            return noted;
        }
        String trace = TraceId.of(request);
        String given = request.getHeader(CORRELATION_HEADER);
        String correlation = given != null && HeaderToken.is(given) ? given : trace;
        request.setAttribute(NAME, correlation);
        return correlation;
    }

    private static boolean goOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new Wrapped(e);
        }
    }

    private static boolean isCommand(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/v1/") && !QUESTIONS.contains(request.getMethod());
    }

    private static final class Wrapped extends RuntimeException {
        private final ServletException inner;

        Wrapped(ServletException inner) {
            super(inner);
            this.inner = inner;
        }
    }
}
