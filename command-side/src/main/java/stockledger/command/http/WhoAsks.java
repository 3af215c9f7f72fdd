package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.command.dispatch.Caller;

/**
 * Notes who asks and in which request, for the events and the log. Callers may name both, by {@code X-Actor} and
 * {@code X-Correlation-Id}; what is not 1 to 128 visible ASCII characters counts as not named.
 */
final class WhoAsks extends OncePerRequestFilter {

    static final String CORRELATION_HEADER = "X-Correlation-Id";
    static final String ACTOR_HEADER = "X-Actor";
    static final String TRACE_ID = "traceId";
    private static final String NOBODY = "anonymous";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String correlation = correlation(request);
        String actor = named(request.getHeader(ACTOR_HEADER), NOBODY);
        request.setAttribute(TRACE_ID, correlation);
        response.setHeader(CORRELATION_HEADER, correlation);
        MDC.put(TRACE_ID, correlation);
        try {
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

    private static String named(@Nullable String given, String otherwise) {
        return given != null && VISIBLE.matcher(given).matches() ? given : otherwise;
    }

    private static final class Wrapped extends RuntimeException {
        private final ServletException inner;

        Wrapped(ServletException inner) {
            super(inner);
            this.inner = inner;
        }
    }
}
