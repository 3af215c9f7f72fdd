package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.command.dispatch.Caller;

/**
 * Notes who asks and in which request, for the events and the log. Callers may name both, by {@code X-Actor} and
 * {@code X-Correlation-Id}, in 1 to 128 visible ASCII characters. A request whose name is none gets another one; but that
 * an event was asked for by nobody must not be written by mistake, so a command whose actor is none is refused.
 */
final class WhoAsks extends OncePerRequestFilter {

    static final String CORRELATION_HEADER = "X-Correlation-Id";
    static final String ACTOR_HEADER = "X-Actor";
    static final String TRACE_ID = "traceId";
    private static final String NOBODY = "anonymous";
    private static final Set<String> QUESTIONS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final ErrorPage.Word INVALID_ACTOR =
            new ErrorPage.Word("invalid-actor", "An X-Actor is 1 to 128 visible ASCII characters.");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String correlation = correlation(request);
        String given = request.getHeader(ACTOR_HEADER);
        String actor = given == null || given.isBlank() ? NOBODY : given;
        request.setAttribute(TRACE_ID, correlation);
        response.setHeader(CORRELATION_HEADER, correlation);
        MDC.put(TRACE_ID, correlation);
        try {
            if (isCommand(request) && !VISIBLE.matcher(actor).matches()) {
                ErrorPage.refuse(request, response, HttpStatus.BAD_REQUEST, INVALID_ACTOR);
                return;
            }
            new Caller(actor, correlation).during(() -> goOn(request, response, chain));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Wrapped e) {
            throw e.inner;
        } finally {
            MDC.remove(TRACE_ID);
        }
    }

    /** What finds this request in the log, also when the server refused it before it came here. */
    static String traceOf(HttpServletRequest request) {
        Object noted = request.getAttribute(TRACE_ID);
        return noted == null ? correlation(request) : noted.toString();
    }

    private static String correlation(HttpServletRequest request) {
        String given = request.getHeader(CORRELATION_HEADER);
        return given != null && VISIBLE.matcher(given).matches() ? given : drawn();
    }

    /** It tells requests apart and guards nothing, so it need not be hard to guess. */
    private static String drawn() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
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
