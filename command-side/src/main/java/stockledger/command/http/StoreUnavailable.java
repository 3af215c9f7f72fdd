package stockledger.command.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells an event store that is away from a fault of ours. */
public final class StoreUnavailable {

    /**
     * Classes of SQL states: connection lost (08), a transaction that was ended or may only read (25), resources short
     * (53), ended by an operator, starting up or timed out (57), the server's disk (58).
     */
    private static final Set<String> AWAY = Set.of("08", "25", "53", "57", "58");

    private StoreUnavailable() {}

    /** Whether what was thrown says so. */
    public static boolean isOutage(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isAway(sql.getSQLState())) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    /** What the database itself finds wrong has a state; without one it was never asked, as over a closed connection. */
    private static boolean isAway(@Nullable String state) {
        return state == null || state.length() < 2 || AWAY.contains(state.substring(0, 2));
    }

    static String word(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName();
    }
}
