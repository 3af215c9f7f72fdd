package stockledger.trials.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * The final response to a call.
 *
 * @param status the HTTP status; 0 when no attempt was answered but an {@link OutcomeProbe} found the effect
 * @param body the JSON, or a missing node when there was none or it could not be parsed
 * @param location the {@code Location} header
 * @param sentNanos when the answered attempt was sent, by {@link System#nanoTime()}
 * @param receivedNanos when its response was complete
 * @param accepted whether the service did what the call requests
 */
public record Response(
        int status,
        JsonNode body,
        @Nullable String consistencyToken,
        @Nullable String location,
        long sentNanos,
        long receivedNanos,
        boolean accepted) {

    static Response ofProbedEffect() {
        long now = System.nanoTime();
        return new Response(0, MissingNode.getInstance(), null, null, now, now, true);
    }

    /** An accepted response of which only the consistency token matters. */
    public static Response acknowledged(
            int status, @Nullable String consistencyToken, long sentNanos, long receivedNanos) {
        return new Response(status, MissingNode.getInstance(), consistencyToken, null, sentNanos, receivedNanos, true);
    }

    /** The stable code of a problem+json response; empty when there is none. */
    public String code() {
        return body.path("code").asText("");
    }

    /** Status and code for a person to read. */
    public String summary() {
        return code().isEmpty() ? "HTTP " + status : "HTTP " + status + " " + code();
    }
}
