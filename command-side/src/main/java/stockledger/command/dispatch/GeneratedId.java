package stockledger.command.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids for resources that callers give none: random, or derived from the idempotency key so that a retry gets the same. */
public final class GeneratedId {

    private GeneratedId() {}

    /**
     * A new id.
     *
     * @param kind of resource; one key may generate an id for each kind
     */
    public static UUID of(String kind) {
        @Nullable IdempotencyKey key = RequestContext.currentKey();
        return key == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((kind + " " + key.key()).getBytes(StandardCharsets.US_ASCII));
    }
}
