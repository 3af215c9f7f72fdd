package stockledger.web.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import stockledger.web.RequestPath;

/** What a request asks for, as far as limits distinguish it. */
enum Work {
    /** A single command. */
    COMMAND,
    /** A query that the fast path did not answer. */
    QUERY,
    /** A body of rows. */
    ROWS,
    /** For operators: projections, meters. */
    OPERATION,
    /** All events as lines, for as long as the caller takes to read them. */
    EXPORT,
    /** Health, which may wait for a store. */
    HEALTH,
    /** Whether the process lives: waits for nothing, and is never refused. */
    LIVENESS;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> POSTED_QUERIES = Set.of("/v1/availability", "/v1/count-causes");

    /** The path of exports, and the formats that make one. */
    private static final String EVENTS = "/v1/admin/events";

    private static final Set<String> EXPORTED = Set.of("ndjson", "csv");

    static Work of(HttpServletRequest request) {
        return of(request.getMethod(), RequestPath.of(request), request.getHeader(HttpHeaders.ACCEPT));
    }

    /**
     * What a request asks for.
     *
     * @param path as {@link RequestPath} has it
     * @param accept null without the header
     */
    static Work of(String method, String path, @Nullable String accept) {
        if (path.startsWith("/actuator/health")) {
            return path.startsWith("/actuator/health/liveness") ? LIVENESS : HEALTH;
        }
        if (path.equals(EVENTS) && accept != null && EXPORTED.stream().anyMatch(accept::contains)) {
            return EXPORT;
        }
        if (path.startsWith("/actuator") || path.startsWith("/v1/admin/")) {
            return OPERATION;
        }
        if (SAFE.contains(method) || POSTED_QUERIES.contains(path)) {
            return QUERY;
        }
        return path.startsWith("/v1/bulk/") ? ROWS : COMMAND;
    }

    /** Whether it is answered on the port for operators. */
    boolean isForOperators() {
        return this == OPERATION || this == EXPORT || this == HEALTH || this == LIVENESS;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
