package stockledger.command.apikey;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.apikey.ApiKeyEvent;

/** The commands of the API keys. They are never stored, so they have no stored names. */
public sealed interface ApiKeyCommand {

    /** The key that the command is about. */
    String id();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return ApiKeyEvent.STREAM;
    }

    /**
     * Issues a key.
     *
     * @param name of the caller that will send it
     * @param hash SHA-256 of its secret, in base64url without padding
     * @param issuedAt when the request was accepted
     */
    record IssueApiKey(String id, String name, List<String> scopes, String hash, Instant issuedAt, Instant expiresAt)
            implements ApiKeyCommand {}

    /** Revokes a key; a repetition changes nothing. */
    record RevokeApiKey(String id) implements ApiKeyCommand {}
}
