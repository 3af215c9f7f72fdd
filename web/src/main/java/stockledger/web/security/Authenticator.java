package stockledger.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;

/**
 * Finds the caller of a request by its credential: an API key or a JWT as {@code Authorization: Bearer}, or an API key as
 * {@code X-API-Key}. While the service is in protected mode everybody who reaches it has all scopes.
 */
final class Authenticator {

    static final String KEY_HEADER = "X-API-Key";

    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final @Nullable BootstrapKey bootstrap;
    private final @Nullable JwtVerifier jwts;
    private final boolean loopbackOnly;
    private final Caller withoutCredential;

    /**
     * @param jwts null without an issuer
     * @param loopbackOnly whether only this machine reaches the service
     */
    Authenticator(
            SecuritySettings settings,
            ApiKeys keys,
            @Nullable BootstrapKey bootstrap,
            @Nullable JwtVerifier jwts,
            boolean loopbackOnly) {
        this.keys = keys;
        this.bootstrap = bootstrap;
        this.jwts = jwts;
        this.loopbackOnly = loopbackOnly;
        this.withoutCredential = new Caller(
                Caller.ANONYMOUS,
                settings.catalogRead() == SecuritySettings.CatalogRead.PUBLIC ? Set.of(Scope.CATALOG_READ) : Set.of());
    }

    /**
     * Whether credentials are not asked for: there is neither a key nor an issuer, and only this machine reaches the service.
     *
     * @throws AuthenticationServiceException when it is not known whether there are keys
     */
    boolean isProtectedMode() {
        return loopbackOnly && isWithoutCredentials();
    }

    /**
     * Whether there is nothing that a caller could authenticate with.
     *
     * @throws AuthenticationServiceException when it is not known whether there are keys
     */
    boolean isWithoutCredentials() {
        return jwts == null && bootstrap == null && !keys.wereIssued();
    }

    /**
     * The caller of a request. One that everybody may send reads no stored keys; the credential of one that needs no scope is
     * not looked at, so that liveness waits for nothing.
     *
     * @param required the scope that the request needs; null for none
     * @throws BadCredentialsException when the credential is not valid
     * @throws AuthenticationServiceException when it cannot be verified now
     */
    Caller caller(HttpServletRequest request, @Nullable Scope required) {
        @Nullable String credential = credential(request);
        if (required == null || credential == null && isOpenTo(required)) {
            return isKnownToBeInProtectedMode() ? Caller.ANYBODY : withoutCredential;
        }
        if (isProtectedMode()) {
            return Caller.ANYBODY;
        }
        return credential == null ? withoutCredential : verified(credential);
    }

    /** The same as far as it is known; reads nothing. */
    private boolean isKnownToBeInProtectedMode() {
        return loopbackOnly && jwts == null && bootstrap == null && keys.areKnownToBeNone();
    }

    /** Whether a request without a credential is served; reads nothing. */
    boolean isOpenTo(@Nullable Scope required) {
        return required == null || withoutCredential.scopes().contains(required);
    }

    /**
     * Whether the fast path may answer a request for the catalog; the filters refuse what it may not answer.
     */
    boolean mayReadCatalog(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) == null && request.getHeader(KEY_HEADER) == null) {
            return isOpenTo(Scope.CATALOG_READ);
        }
        // A wrong credential is refused although the catalog is public, as everywhere.
        String credential = String.valueOf(credential(request));
        try {
            if (jwts != null && !credential.startsWith(ApiKeyText.PREFIX)) {
                // The filters verify a JWT once for some time.
                Caller known = jwts.remembered(credential);
                return known != null && known.scopes().contains(Scope.CATALOG_READ);
            }
            return caller(request, Scope.CATALOG_READ).scopes().contains(Scope.CATALOG_READ);
        } catch (BadCredentialsException | AuthenticationServiceException refused) {
            return false;
        }
    }

    private Caller verified(String credential) {
        if (!credential.startsWith(ApiKeyText.PREFIX)) {
            if (jwts == null) {
                throw new BadCredentialsException("the credential is no API key");
            }
            return jwts.verified(credential);
        }
        ApiKeyText sent = ApiKeyText.of(credential);
        if (sent == null) {
            throw new BadCredentialsException("malformed API key");
        }
        @Nullable Caller first = bootstrap == null ? null : bootstrap.callerOf(sent);
        if (first != null) {
            return first;
        }
        ApiKey key = keys.verified(sent);
        return new Caller(key.name(), key.scopes());
    }

    private static @Nullable String credential(HttpServletRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        @Nullable String key = request.getHeader(KEY_HEADER);
        if (header == null) {
            return key;
        }
        if (key != null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            // Neither a scheme that the service does not know nor a second credential is ignored.
            return "";
        }
        return header.substring(BEARER.length()).strip();
    }
}
