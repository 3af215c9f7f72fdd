package stockledger.command.dispatch.idempotency;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import stockledger.events.idempotency.KeyEvent;

/** The commands of an idempotency key. */
sealed interface KeyCommand {

    /** Hash of the caller and the key. */
    String id();

    /** Of the request: hash of its method, address and body. */
    String fingerprint();

    /** When the key is used. */
    Instant at();

    @TargetAggregateIdentifier
    default String stream() {
        return KeyEvent.stream(id());
    }

    /** Refuses when the key belongs to another request; changes nothing. */
    record CheckKey(String id, String fingerprint, Instant at) implements KeyCommand {}

    /**
     * Records the use of the key by a request.
     *
     * @param effect stream of the request's effect
     */
    record UseKey(String id, String fingerprint, String effect, Instant at) implements KeyCommand {}
}
