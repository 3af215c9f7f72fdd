package stockledger.command.stock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;

/** Numbers for what callers give no id: of its own for every request, and the same when a request is sent again. */
final class GeneratedId {

    private GeneratedId() {}

    static UUID forA(String what) {
        @Nullable IdempotencyKey keyed = RequestContext.currentKey();
        return keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((what + " " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
    }
}
