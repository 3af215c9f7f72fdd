package stockledger.command.apikey;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The refusals of API key commands. */
public abstract sealed class ApiKeyRefusal extends Refusal {

    private ApiKeyRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /** There is no such key. */
    public static final class ApiKeyNotFound extends ApiKeyRefusal {
        public ApiKeyNotFound(String id) {
            super(Kind.UNKNOWN, "api-key-not-found", "There is no such API key.", Map.of("id", id));
        }
    }

    /** Too many keys are valid. */
    public static final class TooManyApiKeys extends ApiKeyRefusal {
        public TooManyApiKeys(int limit) {
            super(
                    Kind.CONFLICT,
                    "too-many-api-keys",
                    "Too many API keys are valid: revoke some first.",
                    Map.of("limit", limit));
        }
    }
}
