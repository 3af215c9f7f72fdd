package stockledger.command.dispatch;

import java.sql.SQLException;
import org.axonframework.serialization.SerializationException;

/**
 * A commit failed, but its events may be stored: the connection was lost before the answer arrived. Executing its commands
 * again could store their effects twice.
 */
final class OutcomeUnknown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    private OutcomeUnknown(RuntimeException failure) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
    }

    /** The failure of a commit itself when it certainly stored nothing. */
    static RuntimeException unlessNothingIsStored(RuntimeException failure) {
        return Conflicts.isConflict(failure) || isRefusedByStore(failure) ? failure : new OutcomeUnknown(failure);
    }

    RuntimeException failure() {
        return failure;
    }

    private static boolean isRefusedByStore(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SerializationException || cause instanceof SQLException sql && isAnswer(sql)) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL answered the statement with an error: not a lost connection (08) or a server that stops (57P). */
    private static boolean isAnswer(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && !state.startsWith("08") && !state.startsWith("57P");
    }
}
