package stockledger.command.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.CannotCreateTransactionException;

/** Recognizes exceptions that mean the event store is unavailable, not a defect of the service. */
public final class StoreUnavailable {

    /**
     * Classes of SQL states: connection lost (08), invalid or read-only transaction (25), insufficient resources (53),
     * operator intervention, start-up or time-out (57), system error such as a full disk (58).
     */
    private static final Set<String> UNAVAILABLE_STATES = Set.of("08", "25", "53", "57", "58");

    private StoreUnavailable() {}

    /** Whether an exception or one of its causes means that. */
    public static boolean isOutage(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isUnavailable(sql.getSQLState())) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    /** An error of the database itself has a state; without one the connection was closed. */
    private static boolean isUnavailable(@Nullable String state) {
        return state == null || state.length() < 2 || UNAVAILABLE_STATES.contains(state.substring(0, 2));
    }

    static String rootCauseName(Throwable thrown) {
        return NestedExceptionUtils.getMostSpecificCause(thrown).getClass().getSimpleName();
    }
}
