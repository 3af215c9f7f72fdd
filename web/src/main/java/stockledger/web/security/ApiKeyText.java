package stockledger.web.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an API key, {@code sl_ID_SECRET}. The secret has 256 random bits, so its plain SHA-256 is stored: nobody can
 * guess it, and a slow hash, which OWASP's Password Storage Cheat Sheet and NIST SP 800-63B ask for where people choose
 * the secret, would only cost each request its time.
 *
 * @param secret never logged and never stored
 */
public record ApiKeyText(String id, String secret) {

    static final String PREFIX = "sl_";

    private static final int SECRET_BYTES = 32;

    /** An id has no underscore, a secret may have some; 43 characters of base64url are 256 bits. */
    private static final Pattern TEXT = Pattern.compile(PREFIX + "([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{43,128})");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new key with this id. */
    public static ApiKeyText random(String id) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new ApiKeyText(id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Parses a key; null when the text is none. */
    static @Nullable ApiKeyText of(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches() ? new ApiKeyText(parts.group(1), parts.group(2)) : null;
    }

    /** The SHA-256 of the secret, in base64url without padding. */
    public String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    /** Whether a stored hash is that of this secret; takes the same time for all hashes. */
    boolean matches(String stored) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    /** As callers send it. */
    public String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Without the secret: a record's own would print it. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
