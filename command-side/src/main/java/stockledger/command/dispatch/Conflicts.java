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

/** Recognizes that another node appended first, in the words of each event store. */
final class Conflicts {

    /** Axon Server's own code for a sequence number that is taken; it stands at the front of the message. */
    private static final String AXON_SERVER_CODE = "AXONIQ-2000";

    /** PostgreSQL gave up one of two transactions that stood in each other's way. */
    private static final Set<String> LOST = Set.of("40P01", "40001");

    private Conflicts() {}

    static boolean isConflict(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // A stream's very first event has an exception of its own when another node opened the stream.
            if (cause instanceof ConcurrencyException
                    || cause instanceof AggregateStreamCreationException
                    || cause instanceof DeadlockException
                    || cause instanceof StaleDecision) {
                return true;
            }
            if (cause instanceof SQLException sql && LOST.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && saysSequence(grpc.getStatus())) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysSequence(Status status) {
        String text = String.valueOf(status.getDescription());
        return text.contains(AXON_SERVER_CODE) || text.toLowerCase(Locale.ROOT).contains("invalid sequence number");
    }
}
