package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of one delivery that a SKU expects.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record IncomingId(@JsonValue String value) implements Comparable<IncomingId> {

    @JsonCreator
    public IncomingId {
        Identifiers.require("delivery's id", value);
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
