package stockledger.web.security;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is known; its secret is not.
 *
 * @param name of the caller that sends it
 * @param scopes what it allows
 * @param hash SHA-256 of its secret, in base64url without padding
 * @param issuedBy the actor that issued it
 * @param revokedAt null while it is not revoked
 */
public record ApiKey(
        String id,
        String name,
        Set<Scope> scopes,
        String hash,
        Instant issuedAt,
        String issuedBy,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    public ApiKey {
        // In one order: they are part of answers.
        scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }

    /** Whether it is accepted at a time. */
    boolean isValidAt(Instant time) {
        return revokedAt == null && time.isBefore(expiresAt);
    }

    ApiKey revoked(Instant at) {
        return new ApiKey(id, name, scopes, hash, issuedAt, issuedBy, expiresAt, revokedAt == null ? at : revokedAt);
    }
}
