package stockledger.query.operator;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.Text;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;

/** Reads the requests of operators, none of which is done without a reason. */
@Component
public final class OperatorRequests {

    /** Longest reason, in characters. */
    public static final int MAX_REASON = 200;

    private static final String REASON = "reason";

    private final QueryBodyReader bodies;

    OperatorRequests(QueryBodyReader bodies) {
        this.bodies = bodies;
    }

    /** A request that has no member but the reason. */
    public record Reason(
            @NotNull @Size(min = 1, max = MAX_REASON) @Nullable
            String reason) implements OperatorRequest {}

    /**
     * Reads a body whose reason is valid.
     *
     * @throws QueryProblemException 400 when it is not
     */
    public <T extends OperatorRequest> T read(InputStream body, Class<T> type) {
        T request = bodies.read(body, type);
        reasonOf(request);
        return request;
    }

    /**
     * The reason of a request, as it is stored: normalized, in one line.
     *
     * @throws QueryProblemException 400 when it is absent, too long, or shows nothing
     */
    public static String reasonOf(OperatorRequest request) {
        String given = request.reason();
        if (given == null) {
            throw QueryProblemException.invalidMember("validation-failed", REASON, "Must not be null.");
        }
        String reason = Text.label(given);
        if (reason.isEmpty() || reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw QueryProblemException.invalidMember(
                    "validation-failed", REASON, "Must be 1 to " + MAX_REASON + " characters of visible text.");
        }
        return reason;
    }
}
