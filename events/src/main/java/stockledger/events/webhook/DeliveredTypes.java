package stockledger.events.webhook;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;

/** The types of events that webhooks can have, by their stored names, and the patterns that select some of them. */
public final class DeliveredTypes {

    /** The families of these events. */
    public static final List<Class<?>> FAMILIES = List.of(StockEvent.class, ReservationEvent.class);

    private static final String ANY = ".*";

    private DeliveredTypes() {}

    /** The stored names of all of them. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Class<?> family : FAMILIES) {
            for (Class<?> type : family.getPermittedSubclasses()) {
                names.add(Objects.requireNonNull(type.getAnnotation(JsonTypeName.class), "events have a stored name")
                        .value());
            }
        }
        return names;
    }

    /** Whether a pattern selects any of them: a stored name, or the beginning of some before {@code .*}. */
    public static boolean isKnown(String pattern) {
        return names().stream().anyMatch(name -> matches(pattern, name));
    }

    /** Whether a pattern selects events of a type. */
    public static boolean matches(String pattern, String name) {
        return pattern.endsWith(ANY)
                ? name.startsWith(pattern.substring(0, pattern.length() - ANY.length() + 1))
                : name.equals(pattern);
    }
}
