package stockledger.command.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import stockledger.command.dispatch.DeadlinePassed;
import stockledger.web.SqlOutage;

/** Recognizes exceptions that mean the event store is unavailable, not a defect of the service. */
public final class StoreUnavailable {

    private static final String DISK_FULL = "53100";

    private StoreUnavailable() {}

    /** Whether an exception or one of its causes means that. */
    public static boolean isOutage(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof DeadlinePassed
                    || SqlOutage.isReportedBy(cause)) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    /** Whether an exception or one of its causes means that PostgreSQL's disk is full. */
    static boolean isFull(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    static String rootCauseName(Throwable thrown) {
        return NestedExceptionUtils.getMostSpecificCause(thrown).getClass().getSimpleName();
    }
}
