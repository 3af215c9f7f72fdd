package stockledger.command.dispatch;

import java.util.Map;
import org.axonframework.messaging.MetaData;
import stockledger.events.Provenance;

/** The idempotency key of a request, and whether the answer is a repetition. */
public final class IdempotencyKey {

    private final String key;
    private final String fingerprint;
    private volatile boolean replayed;

    /**
     * Creates the key of one request.
     *
     * @param key the caller's, 1 to 128 visible ASCII characters
     * @param fingerprint hash that distinguishes this request from others with the same key
     */
    public IdempotencyKey(String key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    public String key() {
        return key;
    }

    /** Whether the answer is the first answer to this request, given again. */
    public boolean replayed() {
        return replayed;
    }

    void markReplayed() {
        replayed = true;
    }

    MetaData in(MetaData metaData) {
        return metaData.mergedWith(Map.of(Provenance.IDEMPOTENCY_KEY, key, Provenance.FINGERPRINT, fingerprint));
    }
}
