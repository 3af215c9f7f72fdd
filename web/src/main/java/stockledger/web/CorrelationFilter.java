package stockledger.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a correlation id, for the log and the response. Callers may send one as {@code X-Correlation-Id}; a
 * value that is not 1 to 128 visible ASCII characters is ignored, and the trace id is used.
 */
public final class CorrelationFilter extends OncePerRequestFilter {

    /** The header of requests and responses. */
    public static final String HEADER = "X-Correlation-Id";

    /** The name of the request attribute and of the log's MDC entry; events carry the id under the same name. */
    public static final String NAME = "correlationId";

    CorrelationFilter() {}

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String correlation = correlationOf(request);
        response.setHeader(HEADER, correlation);
        MDC.put(NAME, correlation);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(NAME);
        }
    }

    /** The correlation id, also of a request that Tomcat refused before this filter. */
    public static String correlationOf(HttpServletRequest request) {
        if (request.getAttribute(NAME) instanceof String known) {
            return known;
        }
        String trace = TraceId.of(request);
        String sent = request.getHeader(HEADER);
        String correlation = sent != null && HeaderToken.isValid(sent) ? sent : trace;
        request.setAttribute(NAME, correlation);
        return correlation;
    }
}
