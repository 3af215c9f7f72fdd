package stockledger.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs texts that callers send back, so that a forged one is refused before anything is decoded or waited for. A signed
 * text is the id of the key, an HMAC-SHA-256 truncated to 128 bits (RFC 2104, section 5), and the text itself.
 */
public final class TokenSigner {

    private static final int SIGNATURE_BYTES = SigningKey.ID_BYTES + SigningKey.MAC_BYTES;

    /** Characters before the text: the bytes are a multiple of three. */
    private static final int SIGNATURE_CHARACTERS = SIGNATURE_BYTES / 3 * 4;

    private final SigningKeys keys;

    TokenSigner(SigningKeys keys) {
        this.keys = keys;
    }

    /** A text was not signed by any process of this installation, or was altered. */
    public static final class ForgedTokenException extends RuntimeException {
        ForgedTokenException() {
            super("not signed by this installation", null, false, false);
        }
    }

    /** Whether a text is genuine is unknown, since the keys cannot be read now. */
    public static final class UnverifiableTokenException extends RuntimeException {
        UnverifiableTokenException(@Nullable Throwable cause) {
            super("the signing keys cannot be read", cause, false, false);
        }
    }

    /** The signed form of a text: 28 characters longer, and URL-safe if the text is. */
    public String sign(String text) {
        SigningKey key = keys.forSigning();
        byte[] signature = ByteBuffer.allocate(SIGNATURE_BYTES)
                .put(key.idBytes())
                .put(key.mac(utf8(text)))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature) + text;
    }

    /**
     * The text within a signed form.
     *
     * @throws ForgedTokenException when no key of this installation has signed it
     * @throws UnverifiableTokenException when its key is unknown and the keys cannot be read
     */
    public String verified(String signed) {
        if (signed.length() < SIGNATURE_CHARACTERS) {
            throw new ForgedTokenException();
        }
        byte[] signature;
        try {
            signature = Base64.getUrlDecoder().decode(signed.substring(0, SIGNATURE_CHARACTERS));
        } catch (IllegalArgumentException e) {
            throw new ForgedTokenException();
        }
        SigningKey key = keys.find(SigningKey.idOf(Arrays.copyOf(signature, SigningKey.ID_BYTES)));
        String text = signed.substring(SIGNATURE_CHARACTERS);
        byte[] mac = Arrays.copyOfRange(signature, SigningKey.ID_BYTES, SIGNATURE_BYTES);
        if (key == null || !MessageDigest.isEqual(key.mac(utf8(text)), mac)) {
            throw new ForgedTokenException();
        }
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
