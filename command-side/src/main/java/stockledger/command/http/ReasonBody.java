package stockledger.command.http;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of an operator's command that has no other member.
 *
 * @param reason why the operator does it; it is recorded with the event
 */
public record ReasonBody(
        @Nullable @LabelText @Size(min = 1, max = ReasonBody.MAX_LENGTH)
        String reason) {

    /** Longest reason, in characters. */
    public static final int MAX_LENGTH = 200;
}
