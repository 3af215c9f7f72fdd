package stockledger.web.limits;

import java.util.Locale;
import java.util.Set;

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
    /** Health, which may wait for a store. */
    HEALTH,
    /** Whether the process lives: waits for nothing, and is never refused. */
    LIVENESS;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> POSTED_QUERIES = Set.of("/v1/availability", "/v1/count-causes");

    /** @param path as {@link stockledger.web.RequestPath} has it */
    static Work of(String method, String path) {
        if (path.startsWith("/actuator/health")) {
            return path.startsWith("/actuator/health/liveness") ? LIVENESS : HEALTH;
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
        return this == OPERATION || this == HEALTH || this == LIVENESS;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
