package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of one cart's claim on stock, chosen by the caller or drawn for it.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record ReservationId(@JsonValue String value) implements Comparable<ReservationId> {

    @JsonCreator
    public ReservationId {
        Identifiers.require("reservation id", value);
    }

    /** The event stream that tells this reservation's life. */
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
