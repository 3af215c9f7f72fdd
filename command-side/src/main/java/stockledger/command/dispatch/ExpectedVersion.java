package stockledger.command.dispatch;

import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** The version that a command expects of its stream, from {@code If-Match}. */
public final class ExpectedVersion {

    /** Expected when no entity tag of a request names a version of the stream: no stream has this version. */
    public static final long NONE = -2;

    private static final String KEY = "expectedVersion";

    private ExpectedVersion() {}

    /** The stream has another version, or does not exist. */
    public static final class VersionMismatch extends Refusal {

        private final long actual;

        VersionMismatch(long expected, long actual) {
            super(
                    Kind.STALE,
                    "version-mismatch",
                    "The resource has another version than If-Match.",
                    expected == NONE ? Map.of("version", actual) : Map.of("expected", expected, "version", actual));
            this.actual = actual;
        }

        /** The version of the stream; -1 when it does not exist. */
        public long actual() {
            return actual;
        }
    }

    static MetaData in(MetaData metaData, @Nullable Long expected) {
        return expected == null ? metaData : metaData.and(KEY, expected);
    }

    /**
     * Called in the aggregate, before its command handler.
     *
     * @throws VersionMismatch when the aggregate has another version
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
