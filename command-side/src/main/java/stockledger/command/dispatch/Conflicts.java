package stockledger.command.dispatch;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Recognizes a conflicting append by another process in the exceptions of each event store. */
public final class Conflicts {

    /** Axon Server's code for a sequence number that is taken, at the start of the message. */
    private static final String AXON_SERVER_CODE = "AXONIQ-2000";

    /** PostgreSQL: deadlock detected, serialization failure. */
    private static final Set<String> SQL_CONFLICTS = Set.of("40P01", "40001");

    private Conflicts() {}

    /** Whether an append was refused, since its sequence number is taken. */
    public static boolean isConflict(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // Axon throws AggregateStreamCreationException for a conflict on a stream's first event.
            if (cause instanceof ConcurrencyException
                    || cause instanceof AggregateStreamCreationException
                    || cause instanceof DeadlockException
                    || cause instanceof StaleDecision) {
                return true;
            }
            if (cause instanceof SQLException sql && SQL_CONFLICTS.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && isSequenceConflict(grpc.getStatus())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSequenceConflict(Status status) {
        String text = String.valueOf(status.getDescription());
        return text.contains(AXON_SERVER_CODE) || text.toLowerCase(Locale.ROOT).contains("invalid sequence number");
    }
}
