package stockledger.query.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names each request for problems and the log. Callers may name it by {@code X-Correlation-Id}; what is not 1 to 128
 * visible ASCII characters counts as not named. A request that already has a name keeps it.
 */
final class TraceFilter extends OncePerRequestFilter {

    static final String TRACE_ID = "traceId";
    static final String CORRELATION_HEADER = "X-Correlation-Id";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(TRACE_ID) != null) {
            chain.doFilter(request, response);
            return;
        }
        String given = request.getHeader(CORRELATION_HEADER);
        String trace = given != null && VISIBLE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        request.setAttribute(TRACE_ID, trace);
        response.setHeader(CORRELATION_HEADER, trace);
        MDC.put(TRACE_ID, trace);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(TRACE_ID);
        }
    }
}
