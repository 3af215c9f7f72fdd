package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of work that was accepted and is done later, drawn by the service.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record JobId(@JsonValue String value) implements Comparable<JobId> {

    @JsonCreator
    public JobId {
        Identifiers.require("job id", value);
    }

    /** The event stream that tells this job's life. */
    public String stream() {
        return "job:" + value;
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
