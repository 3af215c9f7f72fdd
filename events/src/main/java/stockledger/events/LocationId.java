package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifier of a location that holds stock: a warehouse, a shop, a van.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record LocationId(@JsonValue String value) implements Comparable<LocationId> {

    @JsonCreator
    public LocationId {
        Identifiers.require("location id", value);
    }

    /** The name of the location's event stream. */
    public String stream() {
        return "location:" + value;
    }

    @Override
    public int compareTo(LocationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
