package stockledger.command.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells an event store that is away from a fault of ours. */
final class Outage {

    /** PostgreSQL's states for: connection lost, resources short, ended by an operator or starting up, timed out. */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    private Outage() {}

    static boolean isOutage(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof PSQLException sql
                    && sql.getSQLState() != null
                    && AWAY.contains(sql.getSQLState().substring(0, 2))) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    static String word(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName();
    }
}
