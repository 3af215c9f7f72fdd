package stockledger.web.security;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do. Its text is what API keys and the {@code scope} claim of a JWT contain. */
public enum Scope {
    /** Product pages, lists, availability and their streams, where reading the catalog is not public. */
    CATALOG_READ("catalog:read"),
    /** Products and their prices. */
    CATALOG_WRITE("catalog:write"),
    /** Stock, locations, transfers and expected deliveries, also as bulk uploads. */
    STOCK_WRITE("stock:write"),
    /** Reservations. */
    RESERVATIONS_WRITE("reservations:write"),
    /** The ledger, and the answers that reveal events, orders or jobs. */
    EVENTS_READ("events:read"),
    /** API keys, projections, meters and the console. */
    OPS("ops");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As credentials spell it. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The scope with this text; empty when there is none. */
    public static Optional<Scope> of(String text) {
        return Stream.of(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
