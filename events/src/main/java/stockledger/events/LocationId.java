package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A place that holds stock: a warehouse, a shop, a van.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record LocationId(@JsonValue String value) implements Comparable<LocationId> {

    @JsonCreator
    public LocationId {
        Identifiers.require("location id", value);
    }

    /** The event stream that tells this location's life. */
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
