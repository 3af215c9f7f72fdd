package stockledger.query.event;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What events are found by, in the order of how few of them one value has. */
enum EventKey {
    ID,
    CORRELATION,
    RESERVATION,
    REFERENCE,
    STREAM,
    SKU,
    ACTOR,
    TYPE;

    /** The parameters of a search, which are all keys but the id. */
    static final Set<EventKey> PARAMETERS = Stream.of(values()).filter(key -> key != ID).collect(Collectors.toSet());

    /** A key of the index. */
    String of(String value) {
        return prefix() + value;
    }

    /** Short, since the index has it millions of times. */
    private String prefix() {
        return name().toLowerCase(Locale.ROOT).substring(0, 3) + ":";
    }

    /** The name of the query parameter. */
    String parameter() {
        return this == CORRELATION ? "correlationId" : name().toLowerCase(Locale.ROOT);
    }
}
