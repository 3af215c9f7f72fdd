package stockledger.events.idempotency;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.axonframework.serialization.Revision;

/**
 * Events of an idempotency key of one caller. Each key is a stream of its own, {@code key:ID}; no projection handles it.
 */
public sealed interface KeyEvent {

    /** Hash of the caller and the key. */
    String id();

    /** The stream of a key. */
    static String stream(String id) {
        return "key:" + id;
    }

    /**
     * The key was used: for at least 24 hours it belongs to this request. It is stored together with the request's effect.
     *
     * @param fingerprint of the request: hash of its method, address and body
     * @param effect stream of the effect
     */
    @JsonTypeName("idempotency.KeyUsed")
    @Revision("1")
    record KeyUsed(String id, String fingerprint, String effect) implements KeyEvent {}
}
