package stockledger.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One key of HMAC-SHA-256, and its id, which signed texts carry. */
final class SigningKey {

    static final int ID_BYTES = 5;

    /** Truncated to 128 bits: RFC 2104 asks for at least half of the hash. */
    static final int MAC_BYTES = 16;

    private static final int SECRET_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] id;
    private final byte[] secret;
    private final Instant createdAt;

    /** Initialized with the secret; each use clones it, which is cheaper than to initialize one. */
    private final Mac initialized;

    SigningKey(String id, byte[] secret, Instant createdAt) {
        this.id = Base64.getUrlDecoder().decode(id);
        this.secret = secret.clone();
        this.createdAt = createdAt;
        try {
            this.initialized = Mac.getInstance(ALGORITHM);
            initialized.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new key. */
    static SigningKey random(Instant createdAt) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new SigningKey(idOf(id), secret, createdAt);
    }

    /** The key that a text stands for; its id is derived from the text, so that all processes agree. */
    static SigningKey of(String text) {
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("id of " + text).getBytes(StandardCharsets.UTF_8));
            return new SigningKey(idOf(Arrays.copyOf(hash, ID_BYTES)), secret, Instant.MAX);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String idOf(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String id() {
        return idOf(id);
    }

    byte[] idBytes() {
        return id.clone();
    }

    byte[] secret() {
        return secret.clone();
    }

    Instant createdAt() {
        return createdAt;
    }

    byte[] mac(byte[] text) {
        try {
            return Arrays.copyOf(((Mac) initialized.clone()).doFinal(text), MAC_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
