package stockledger.trials.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of the shop, whatever number of attempts it takes.
 *
 * @param path from the service's root, with its query
 * @param idempotencyKey the same for every attempt
 * @param consistencyToken lower bound for the state that the response shows
 * @param successCodes which refusals count as success
 */
public record Call(
        RequestKind kind,
        String method,
        String path,
        @Nullable String contentType,
        @Nullable String body,
        @Nullable String idempotencyKey,
        @Nullable String consistencyToken,
        SuccessCodes successCodes) {

    private static final String JSON = "application/json";
    private static final SuccessCodes NONE = (code, uncertain) -> false;

    /** Refusals which say that the requested state is already reached. */
    @FunctionalInterface
    public interface SuccessCodes {
        /**
         * @param code the problem's code
         * @param uncertain whether an earlier attempt may have taken effect
         */
        boolean contains(String code, boolean uncertain);
    }

    public static Call get(RequestKind kind, String path, @Nullable String consistencyToken) {
        return new Call(kind, "GET", path, null, null, null, consistencyToken, NONE);
    }

    /** A command; its key parts make its idempotency key, none for a command without a key. */
    public static Call post(RequestKind kind, String path, JsonNode body, String... keyParts) {
        String key = keyParts.length == 0 ? null : String.join(":", List.of(keyParts));
        return new Call(kind, "POST", path, JSON, body.toString(), key, null, NONE);
    }

    static Call upload(String path, String contentType, String rows, String idempotencyKey) {
        return new Call(RequestKind.RECEIVE, "POST", path, contentType, rows, idempotencyKey, null, NONE);
    }

    public Call acceptingRefusal(SuccessCodes codes) {
        return new Call(kind, method, path, contentType, body, idempotencyKey, consistencyToken, codes);
    }

    public Call acceptingRefusal(String successCode) {
        return acceptingRefusal((code, uncertain) -> code.equals(successCode));
    }

    boolean isUpload() {
        return contentType != null && !contentType.equals(JSON);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
