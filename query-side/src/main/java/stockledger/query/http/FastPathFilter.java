package stockledger.query.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Answers plain questions before anything else looks at them: to find the handler of an address, and to read what may be
 * said with it, costs some times what sending an answer does that is at hand.
 *
 * <p>A question is plain when it says nothing that could change the answer. What is sent is what the long way sends, and
 * it is measured under the same name.
 */
final class FastPathFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Whoever says one of these is answered the long way. */
    private static final List<String> NOT_PLAIN = List.of(
            "Consistency-Token",
            HttpHeaders.IF_NONE_MATCH,
            TraceFilter.CORRELATION_HEADER,
            "traceparent",
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.ORIGIN);

    private static final String ANYTHING = "*/*";

    private final transient List<UnitsInTransit> ways;
    private final transient CacheControl between;
    private final transient Counter taken;

    private record UnitsInTransit(FastPathSource atHand, Timer answered) {}

    FastPathFilter(List<FastPathSource> all, CacheControl between, MeterRegistry registry) {
        this.ways = all.stream()
                .map(one -> new UnitsInTransit(one, answered(one.route(), registry)))
                .toList();
        this.between = between;
        this.taken = Counter.builder("stockledger.http.short")
                .description("Questions that were answered at once with what was at hand")
                .register(registry);
    }

    /** The timer under which Spring counts the same address. */
    private static Timer answered(String route, MeterRegistry registry) {
        return Timer.builder("http.server.requests")
                .tags("error", "none", "exception", "none", "method", "GET")
                .tags("outcome", "SUCCESS", "status", "200", "uri", route)
                .register(registry);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long begun = System.nanoTime();
        if (isPlain(request)) {
            String path = request.getRequestURI();
            String query = request.getQueryString();
            for (UnitsInTransit way : ways) {
                FastPathSource.Answer answer = way.atHand().find(path, query);
                if (answer != null && isTakenAsItIs(answer, request)) {
                    send(answer, response);
                    taken.increment();
                    way.answered().record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    return;
                }
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean isPlain(HttpServletRequest request) {
        if (!request.getMethod().equals("GET") || request.getContentLengthLong() > 0) {
            return false;
        }
        for (String header : NOT_PLAIN) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        return takesJson(request.getHeader(HttpHeaders.ACCEPT));
    }

    private static boolean takesJson(@Nullable String accept) {
        return accept == null || accept.equals(ANYTHING) || accept.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    private static boolean isTakenAsItIs(FastPathSource.Answer answer, HttpServletRequest request) {
        return !answer.mayBePacked() || request.getHeader(HttpHeaders.ACCEPT_ENCODING) == null;
    }

    private void send(FastPathSource.Answer answer, HttpServletResponse response) throws IOException {
        response.setHeader(TraceFilter.CORRELATION_HEADER, name());
        response.setHeader(HttpHeaders.CACHE_CONTROL, between.moment());
        response.setHeader(HttpHeaders.VARY, CacheControl.TOKEN);
        if (answer.tag() != null) {
            // What has a tag has another one when it is packed.
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            response.setHeader(HttpHeaders.ETAG, answer.tag());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    private static String name() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
