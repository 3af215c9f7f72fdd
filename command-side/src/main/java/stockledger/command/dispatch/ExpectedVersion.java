package stockledger.command.dispatch;

import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** A caller's word that it knows the newest version of a stream; a command that carries it is decided on no other. */
public final class ExpectedVersion {

    private static final String KEY = "expectedVersion";

    private ExpectedVersion() {}

    /** The stream has moved on, or is not there. */
    public static final class VersionMismatch extends Refusal {
        VersionMismatch(long expected, long actual) {
            super(
                    Kind.STALE,
                    "version-mismatch",
                    "It has changed since the version that If-Match names.",
                    Map.of("expected", expected, "version", actual));
        }
    }

    static MetaData in(MetaData facts, @Nullable Long expected) {
        return expected == null ? facts : facts.and(KEY, expected);
    }

    /**
     * Called by the aggregate that decides, before it does.
     *
     * @throws VersionMismatch when the command expects another version than the aggregate's
     */
    public static void require(CommandMessage<?> command) {
        if (command.getMetaData().get(KEY) instanceof Long expected) {
            Long version = AggregateLifecycle.getVersion();
            long actual = version == null ? -1 : version;
            if (actual != expected) {
                throw new VersionMismatch(expected, actual);
            }
        }
    }
}
