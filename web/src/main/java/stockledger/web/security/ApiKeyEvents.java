package stockledger.web.security;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stored history of API keys; each side provides it from its event store. */
@FunctionalInterface
public interface ApiKeyEvents {

    /**
     * The changes after a version of the stream, in order.
     *
     * @param sequence of the last known change; −1 for all
     * @throws RuntimeException when the event store is unavailable
     */
    List<Change> after(long sequence);

    /**
     * One change.
     *
     * @param sequence its number in the stream
     * @param actor who made it
     * @param issued the new key; null when a key was revoked
     */
    record Change(
            long sequence,
            Instant at,
            String actor,
            String id,
            @Nullable Issued issued) {}

    /**
     * What a new key is.
     *
     * @param name of its caller
     * @param hash SHA-256 of its secret, in base64url without padding
     */
    record Issued(String name, Set<String> scopes, String hash, Instant expiresAt) {}
}
