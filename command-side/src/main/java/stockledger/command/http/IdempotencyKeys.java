package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.web.ErrorPage;
import stockledger.web.HeaderToken;
import stockledger.web.RequestPath;

/**
 * Reads the {@code Idempotency-Key} of a POST, PUT or PATCH and computes the request's fingerprint: SHA-256 over method,
 * path, query and body, which is compared as JSON. Stored events decide whether the key was used before.
 */
final class IdempotencyKeys extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !METHODS.contains(request.getMethod())
                || !RequestPath.of(request).startsWith("/v1/")
                || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (!HeaderToken.isValid(key)) {
            ErrorPage.refuse(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "invalid-idempotency-key",
                    "Idempotency-Key must be 1 to 128 visible ASCII characters.");
            return;
        }
        if (BodyLimit.isBulk(request)) {
            // Too large to buffer: the fingerprint is computed while the rows are read.
            try (RequestContext.Scope keyed = RequestContext.withKey(new IdempotencyKey(key, ""))) {
                chain.doFilter(request, response);
            }
            return;
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (BodyLimit.BodyTooLarge tooLarge) {
            response.setHeader("Connection", "close");
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
            return;
        }
        try (RequestContext.Scope keyed = RequestContext.withKey(key(key, request, body))) {
            chain.doFilter(new BufferedBodyRequest(request, body), response);
        }
    }

    /** Earlier versions compared bodies as text, and a retry may follow an update of the service. */
    private static IdempotencyKey key(String key, HttpServletRequest request, byte[] body) {
        String uri = request.getRequestURI();
        String query = request.getQueryString();
        return new IdempotencyKey(
                key,
                fingerprint(request.getMethod(), uri, query, CanonicalJson.of(body)),
                fingerprint(request.getMethod(), uri, query, body));
    }

    static String fingerprint(String method, String uri, @Nullable String query, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = method + "\n" + uri + "\n" + query + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
