package stockledger.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinguishes an unavailable SQL database from other SQL errors. */
public final class SqlOutage {

    /**
     * Classes of SQL states: connection lost (08), invalid or read-only transaction (25), insufficient resources (53),
     * operator intervention, start-up or time-out (57), system error such as a full disk (58).
     */
    private static final Set<String> UNAVAILABLE_STATES = Set.of("08", "25", "53", "57", "58");

    private SqlOutage() {}

    /** Whether an exception means that the database is unavailable; its causes are not examined. */
    public static boolean isReportedBy(Throwable thrown) {
        return thrown instanceof SQLTransientException
                || thrown instanceof SQLNonTransientConnectionException
                || thrown instanceof SQLException sql && isUnavailable(sql.getSQLState());
    }

    /** An error of the database itself has a state; without one the connection was closed. */
    private static boolean isUnavailable(@Nullable String state) {
        return state == null || state.length() < 2 || UNAVAILABLE_STATES.contains(state.substring(0, 2));
    }
}
