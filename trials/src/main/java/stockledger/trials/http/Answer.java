package stockledger.trials.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * What the service said to a call in the end.
 *
 * @param status the HTTP status; 0 when no attempt was answered but the ledger shows that the command got through
 * @param body the JSON, or a missing node when there was none or it could not be read
 * @param sentNanos when the answered attempt was sent, by {@link System#nanoTime()}
 * @param answeredNanos when its answer was complete
 * @param accepted whether the service did what was asked
 */
public record Answer(
        int status,
        JsonNode body,
        @Nullable String consistencyToken,
        long sentNanos,
        long answeredNanos,
        boolean accepted) {

    static Answer seenInLedger() {
        long now = System.nanoTime();
        return new Answer(0, MissingNode.getInstance(), null, now, now, true);
    }

    /** The stable code of a problem+json answer; empty when there is none. */
    public String code() {
        return body.path("code").asText("");
    }

    /** Status and code for a person to read. */
    public String summary() {
        return code().isEmpty() ? "HTTP " + status : "HTTP " + status + " " + code();
    }
}
