package stockledger.command.dispatch;

import java.util.Map;
import org.axonframework.messaging.MetaData;
import stockledger.events.Provenance;

/** A request that its caller gave a key, so that it may be sent again without being done again. */
public final class IdempotencyKey {

    private final String key;
    private final String fingerprint;
    private volatile boolean replayed;

    /**
     * @param key the caller's, 1 to 128 visible ASCII characters
     * @param fingerprint tells this request from others under the same key
     */
    public IdempotencyKey(String key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    public String key() {
        return key;
    }

    /** Whether the answer was given before. */
    public boolean replayed() {
        return replayed;
    }

    void heardBefore() {
        replayed = true;
    }

    MetaData in(MetaData facts) {
        return facts.mergedWith(Map.of(Provenance.IDEMPOTENCY_KEY, key, Provenance.FINGERPRINT, fingerprint));
    }
}
