package stockledger.command.stock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Caller;
import stockledger.command.dispatch.Keyed;

/** Numbers for what callers give no id: of its own for every request, and the same when a request is sent again. */
final class Drawn {

    private Drawn() {}

    static UUID forA(String what) {
        @Nullable Keyed keyed = Caller.currentKey();
        return keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((what + " " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
    }
}
