package stockledger.trials.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request as the shop means it, however many attempts it takes.
 *
 * @param path from the service's root, with its query
 * @param idempotencyKey the same for every attempt
 * @param consistencyToken what the answer may not be older than
 * @param settledBy which refusals mean that it is done
 */
public record Call(
        RequestKind kind,
        String method,
        String path,
        @Nullable JsonNode body,
        @Nullable String idempotencyKey,
        @Nullable String consistencyToken,
        Settled settledBy) {

    /** Whether a refusal says that what was asked for is already so. */
    @FunctionalInterface
    public interface Settled {
        /**
         * @param code the problem's code
         * @param doubtful whether an earlier attempt may have got through
         */
        boolean by(String code, boolean doubtful);
    }

    private static final Settled NEVER = (code, doubtful) -> false;

    public static Call get(RequestKind kind, String path, @Nullable String consistencyToken) {
        return new Call(kind, "GET", path, null, null, consistencyToken, NEVER);
    }

    public static Call post(RequestKind kind, String path, JsonNode body, String... keyParts) {
        return new Call(kind, "POST", path, body, String.join(":", List.of(keyParts)), null, NEVER);
    }

    public Call settledBy(Settled settled) {
        return new Call(kind, method, path, body, idempotencyKey, consistencyToken, settled);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
