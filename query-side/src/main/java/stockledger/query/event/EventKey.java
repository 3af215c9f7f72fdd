package stockledger.query.event;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of keys by which events are found, the most selective first. */
enum EventKey {
    ID("id", "id"),
    CORRELATION("correlationId", "co"),
    RESERVATION("reservation", "rv"),
    REFERENCE("reference", "rf"),
    STREAM("stream", "st"),
    SKU("sku", "sk"),
    ACTOR("actor", "ac"),
    TYPE("type", "ty");

    /** The keys that a search has parameters for: all but the id. */
    static final Set<EventKey> PARAMETERS =
            Stream.of(values()).filter(key -> key != ID).collect(Collectors.toSet());

    /**
     * The keys that events have together with their type, too. Of a popular SKU or a busy actor, and of a type, there are so many events
     * that those with both would be found slowly.
     */
    static final Set<EventKey> JOINED_WITH_TYPE = Set.of(SKU, ACTOR);

    private static final String JOINED_PREFIX = "tk:";

    private final String parameter;
    private final String prefix;

    /** @param prefix short, since the index has it millions of times */
    EventKey(String parameter, String prefix) {
        this.parameter = parameter;
        this.prefix = prefix + ":";
    }

    /** A key of the index. */
    String of(String value) {
        return prefix + value;
    }

    /** The key of a type and another key; it begins like no other one. */
    static String joined(String type, String key) {
        return JOINED_PREFIX + type + " " + key;
    }

    /** Whether a key of the index is of this kind. */
    boolean isOf(String key) {
        return key.startsWith(prefix);
    }

    /** The name of the query parameter. */
    String parameter() {
        return parameter;
    }
}
