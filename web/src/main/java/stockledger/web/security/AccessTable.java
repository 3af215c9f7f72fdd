package stockledger.web.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The scope that each address needs: the filter, the API description and the fast path ask this one table. Its first
 * matching row counts. An address without a row needs {@code ops}, so that a new one is closed until it has a row.
 */
public final class AccessTable {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> POST = Set.of("POST");

    /** Answers about the past are folded from events, and reveal them; {@code Parameters.AS_OF} of the query side. */
    static final String AS_OF = "asOf";

    private static final Row PAST = row(Scope.EVENTS_READ, READS, "/v1/products/{sku}", "/v1/availability");

    private static final List<Row> ROWS = List.of(
            row(null, READS, "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"),
            row(null, READS, "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/**"),
            // The console's files; it calls the API with the key of its user.
            row(null, READS, "/", "/console/**"),
            row(Scope.CATALOG_READ, READS, "/v1/products/**", "/v1/availability", "/v1/locations/**"),
            row(Scope.CATALOG_READ, READS, "/v1/inventory/{sku}/available-to-promise"),
            row(Scope.CATALOG_READ, POST, "/v1/availability"),
            row(Scope.EVENTS_READ, READS, "/v1/inventory/**", "/v1/reservations/**", "/v1/jobs/**", "/v1/lost-demand"),
            row(Scope.EVENTS_READ, READS, "/v1/admin/events/**"),
            row(Scope.EVENTS_READ, POST, "/v1/count-causes"),
            row(Scope.CATALOG_WRITE, WRITES, "/v1/products/**", "/v1/bulk/products"),
            row(Scope.STOCK_WRITE, WRITES, "/v1/inventory/**", "/v1/transfers/**", "/v1/locations/**", "/v1/bulk/*"),
            row(Scope.RESERVATIONS_WRITE, WRITES, "/v1/reservations/**"));

    private AccessTable() {}

    /**
     * One row.
     *
     * @param scope null where everybody may call
     */
    private record Row(@Nullable Scope scope, Set<String> methods, List<PathPattern> patterns) {

        boolean matches(String method, PathContainer path) {
            if (methods.contains(method)) {
                for (PathPattern pattern : patterns) {
                    if (pattern.matches(path)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static Row row(@Nullable Scope scope, Set<String> methods, String... patterns) {
        List<PathPattern> parsed = new ArrayList<>();
        for (String pattern : patterns) {
            parsed.add(PathPatternParser.defaultInstance.parse(pattern));
        }
        return new Row(scope, methods, parsed);
    }

    /**
     * The scope that a request needs; null when everybody may send it.
     *
     * @param isOfPast whether it has the parameter {@link #AS_OF}
     */
    static @Nullable Scope required(String method, PathContainer path, boolean isOfPast) {
        return isOfPast && PAST.matches(method, path) ? PAST.scope() : required(method, path);
    }

    /** The scope that the parameter {@link #AS_OF} needs at an address of the API description; null when it is that of the address. */
    static @Nullable Scope ofPast(String method, String address) {
        return required(method.toUpperCase(Locale.ROOT), PathContainer.parsePath(address), true)
                        == required(method.toUpperCase(Locale.ROOT), PathContainer.parsePath(address))
                ? null
                : PAST.scope();
    }

    /**
     * The scope that a request without parameters needs; null when everybody may send it. The path is matched as routing matches it, so that
     * no spelling of an address needs another scope.
     */
    static @Nullable Scope required(String method, PathContainer path) {
        for (Row row : ROWS) {
            if (row.matches(method, path)) {
                return row.scope();
            }
        }
        return Scope.OPS;
    }

    /** The scopes of an address of the API description: several when they depend on a path variable. */
    public static List<Scope> described(String method, String address) {
        String upper = method.toUpperCase(Locale.ROOT);
        PathPattern described = PathPatternParser.defaultInstance.parse(address);
        List<Scope> scopes = new ArrayList<>();
        for (Row row : ROWS) {
            boolean literal = row.patterns().stream()
                    .map(pattern -> PathContainer.parsePath(pattern.getPatternString()))
                    .anyMatch(described::matches);
            if (literal && row.methods().contains(upper) && row.scope() != null && !scopes.contains(row.scope())) {
                scopes.add(row.scope());
            }
        }
        Scope required = required(upper, PathContainer.parsePath(address));
        if (required != null && !scopes.contains(required)) {
            scopes.add(required);
        }
        return scopes;
    }
}
