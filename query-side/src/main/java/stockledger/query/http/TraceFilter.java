package stockledger.query.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.events.Provenance;

/**
 * Names each request for the log. Callers may name it by {@code X-Correlation-Id}; what is not 1 to 128 visible ASCII
 * characters counts as not named, and its trace names it. A request that already has a name keeps it.
 */
final class TraceFilter extends OncePerRequestFilter {

    static final String CORRELATION_HEADER = "X-Correlation-Id";

    /** Where a request and its log lines hold the name: the same on both sides, since one process may be both. */
    private static final String NAME = Provenance.CORRELATION_ID;

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(NAME) != null) {
            chain.doFilter(request, response);
            return;
        }
        String correlation = correlationOf(request);
        response.setHeader(CORRELATION_HEADER, correlation);
        MDC.put(NAME, correlation);
        try {
            chain.doFilter(request, response);
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
        String correlation = given != null && VISIBLE.matcher(given).matches() ? given : trace;
        request.setAttribute(NAME, correlation);
        return correlation;
    }
}
