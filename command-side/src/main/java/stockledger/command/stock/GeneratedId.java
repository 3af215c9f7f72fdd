package stockledger.command.stock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;

/** Ids for resources that callers give none: random, or derived from the idempotency key so that a retry gets the same. */
final class GeneratedId {

    private GeneratedId() {}

    static UUID of(String kind) {
        @Nullable IdempotencyKey key = RequestContext.currentKey();
        return key == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((kind + " " + key.key()).getBytes(StandardCharsets.US_ASCII));
    }
}
