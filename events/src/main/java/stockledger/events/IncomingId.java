package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifier of one expected delivery of a SKU.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record IncomingId(@JsonValue String value) implements Comparable<IncomingId> {

    @JsonCreator
    public IncomingId {
        Identifiers.require("delivery id", value);
    }

    @Override
    public int compareTo(IncomingId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
