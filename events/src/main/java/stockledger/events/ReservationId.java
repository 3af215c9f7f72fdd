package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifier of a reservation, chosen by the caller or generated.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record ReservationId(@JsonValue String value) implements Comparable<ReservationId> {

    @JsonCreator
    public ReservationId {
        Identifiers.require("reservation id", value);
    }

    /** The name of the reservation's event stream. */
    public String stream() {
        return "reservation:" + value;
    }

    @Override
    public int compareTo(ReservationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
