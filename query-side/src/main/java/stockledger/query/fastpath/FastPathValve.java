package stockledger.query.fastpath;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import stockledger.query.http.CacheControl;
import stockledger.web.CorrelationFilter;
import stockledger.web.StockledgerHeaders;
import stockledger.web.security.CatalogGuard;

/**
 * Answers plain requests in Tomcat's first valve, before the valves of host and context, all filters and Spring MVC: each
 * of these costs more than sending an answer from the local cache.
 *
 * <p>A request is plain when none of its headers can change the answer. The response equals the controller's, and it is
 * measured under the same name.
 */
final class FastPathValve extends ValveBase {

    /** Requests with one of these headers go to the controller. */
    private static final List<String> NOT_PLAIN = List.of(
            StockledgerHeaders.CONSISTENCY_TOKEN,
            HttpHeaders.IF_NONE_MATCH,
            CorrelationFilter.HEADER,
            "traceparent",
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.ORIGIN);

    private static final Set<String> VERSIONS = Set.of("HTTP/1.1", "HTTP/1.0");

    private static final String ANYTHING = "*/*";

    private final List<MeasuredSource> sources;
    private final CacheControl cacheControl;
    private final CatalogGuard guard;
    private final Counter answers;

    private record MeasuredSource(FastPathSource source, Timer timer) {}

    FastPathValve(List<FastPathSource> sources, CacheControl cacheControl, CatalogGuard guard, MeterRegistry registry) {
        super(true);
        this.sources = sources.stream()
                .map(source -> new MeasuredSource(source, timer(source.route(), registry)))
                .toList();
        this.cacheControl = cacheControl;
        this.guard = guard;
        this.answers = Counter.builder("stockledger.fastpath.answers")
                .description("Requests that the fast path answered from the local cache")
                .register(registry);
    }

    /** The timer under which Spring measures the same address. */
    private static Timer timer(String route, MeterRegistry registry) {
        return Timer.builder("http.server.requests")
                .tags("error", "none", "exception", "none", "method", "GET")
                .tags("outcome", "SUCCESS", "status", "200", "uri", route)
                .register(registry);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        long start = System.nanoTime();
        if (isReadable(request, response) && isPlain(request)) {
            String path = request.getRequestURI();
            String query = request.getQueryString();
            for (MeasuredSource measured : sources) {
                FastPathSource.Answer answer = measured.source().find(path, query);
                if (answer != null && isSentUncompressed(answer, request) && guard.allows(request)) {
                    send(answer, response);
                    answers.increment();
                    measured.timer().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    return;
                }
            }
        }
        getNext().invoke(request, response);
    }

    /** Tomcat runs its valves also for requests that it could not parse, to render the error. */
    private static boolean isReadable(Request request, Response response) {
        return !response.isError() && VERSIONS.contains(String.valueOf(request.getProtocol()));
    }

    private static boolean isPlain(Request request) {
        if (!request.getMethod().equals("GET") || request.getContentLengthLong() > 0) {
            return false;
        }
        for (String header : NOT_PLAIN) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        return acceptsJson(request.getHeader(HttpHeaders.ACCEPT));
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null || accept.equals(ANYTHING) || accept.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    private static boolean isSentUncompressed(FastPathSource.Answer answer, Request request) {
        return !answer.mayBeCompressed() || request.getHeader(HttpHeaders.ACCEPT_ENCODING) == null;
    }

    private void send(FastPathSource.Answer answer, Response response) throws IOException {
        response.setHeader(CorrelationFilter.HEADER, randomId());
        response.setHeader(HttpHeaders.CACHE_CONTROL, cacheControl.withoutToken());
        response.setHeader(HttpHeaders.VARY, StockledgerHeaders.CONSISTENCY_TOKEN);
        if (answer.tag() != null) {
            // An answer with an entity tag has another one when it is compressed.
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            response.setHeader(HttpHeaders.ETAG, answer.tag());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    private static String randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
