package stockledger.command.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids for resources that callers give none: random, or derived from the caller and its idempotency key so that a retry gets
 * the same.
 */
public final class GeneratedId {

    private GeneratedId() {}

    /**
     * A new id.
     *
     * @param kind of resource; one key may generate an id for each kind
     */
    public static UUID of(String kind) {
        RequestContext context = RequestContext.current();
        @Nullable IdempotencyKey key = context == null ? null : context.key();
        if (context == null || key == null) {
            return UUID.randomUUID();
        }
        // As earlier versions did for all callers, since a retry may follow an update of the service.
        String caller = context.actor().equals(RequestContext.ANONYMOUS) ? "" : context.actor() + " ";
        return UUID.nameUUIDFromBytes((kind + " " + caller + key.key()).getBytes(StandardCharsets.US_ASCII));
    }
}
