package stockledger.command.dispatch.idempotency;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The idempotency key belongs to another request. */
public final class KeyReused extends Refusal {

    KeyReused() {
        super(
                Kind.REUSED,
                "idempotency-key-reused",
                "The idempotency key was used for another request; nothing was changed.",
                Map.of());
    }
}
