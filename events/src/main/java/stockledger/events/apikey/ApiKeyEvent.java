package stockledger.events.apikey;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * Events of API keys. All keys are one stream, {@code api-keys}: whether a key exists is known without a read of the
 * event store for each unknown one. No projection handles it; each process folds the stream itself.
 */
public sealed interface ApiKeyEvent {

    /** The stream of all API keys. */
    String STREAM = "api-keys";

    /** Identity of the key; the first part of its text. */
    String id();

    /**
     * An API key was issued. Its secret is stored nowhere.
     *
     * @param name of the caller that sends it: the actor of that caller's events
     * @param scopes what it allows, such as {@code stock:write}
     * @param hash SHA-256 of the secret, in base64url without padding
     * @param expiresAt from then on it is refused
     */
    @JsonTypeName("apikey.ApiKeyIssued")
    @Revision("1")
    record ApiKeyIssued(String id, String name, List<String> scopes, String hash, Instant expiresAt)
            implements ApiKeyEvent {

        public ApiKeyIssued {
            scopes = List.copyOf(scopes);
        }
    }

    /** An API key was revoked: from now on it is refused. */
    @JsonTypeName("apikey.ApiKeyRevoked")
    @Revision("1")
    record ApiKeyRevoked(String id) implements ApiKeyEvent {}
}
