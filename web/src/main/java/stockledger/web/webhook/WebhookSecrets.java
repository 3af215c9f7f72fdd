package stockledger.web.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that deliveries to webhooks are signed with. They are stored nowhere: each is derived from a master key, the id of
 * the webhook and the version of the secret.
 */
public final class WebhookSecrets {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String TEXT_PREFIX = "whsec_";
    private static final int ID_BYTES = 6;

    /** Between two reads of the master keys for one that is unknown. */
    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    private final MasterKeys keys;

    // By their ids; the first one makes new secrets.
    private Map<String, byte[]> known = Map.of();
    private long readAtNanos;

    WebhookSecrets(MasterKeys keys) {
        this.keys = keys;
    }

    /**
     * The id of the master key that makes new secrets. It reveals nothing of it.
     *
     * @throws RuntimeException while the keys cannot be read
     */
    public synchronized String currentKeyId() {
        if (known.isEmpty()) {
            read();
        }
        return known.keySet().iterator().next();
    }

    /**
     * A secret; null when its master key is lost.
     *
     * @throws RuntimeException while the keys cannot be read
     */
    public synchronized byte @Nullable [] secret(String webhook, int version, String keyId) {
        if (!known.containsKey(keyId) && (known.isEmpty() || System.nanoTime() - readAtNanos > RETRY_NANOS)) {
            read();
        }
        byte[] key = known.get(keyId);
        return key == null ? null : hmac(key, (webhook + "." + version).getBytes(StandardCharsets.UTF_8));
    }

    private void read() {
        Map<String, byte[]> read = new LinkedHashMap<>();
        keys.read().forEach(key -> read.put(idOf(key), key));
        known = read;
        readAtNanos = System.nanoTime();
    }

    /** The text that a receiver configures, as in Standard Webhooks. */
    public static String text(byte[] secret) {
        return TEXT_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** HMAC-SHA-256. */
    public static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idOf(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("id of the master key of webhooks ".getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash.digest(key), ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
