package stockledger.query.http;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.axoniq.axonserver.connector.impl.StreamTimeoutException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import stockledger.web.SqlOutage;

/** Recognizes exceptions that mean a store is unavailable, not a defect of the service. */
final class StoreUnavailable {

    /** MongoDB error codes: host unreachable, time-out, shutdown, no primary, stepped down, not the primary. */
    private static final Set<Integer> MONGO_UNAVAILABLE =
            Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    private StoreUnavailable() {}

    static boolean isOutage(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoTimeoutException
                    || cause instanceof MongoSocketException
                    || cause instanceof MongoInterruptedException
                    || cause instanceof MongoNotPrimaryException
                    || cause instanceof MongoNodeIsRecoveringException
                    || cause instanceof MongoConnectionPoolClearedException
                    || cause instanceof MongoClientException
                    || cause instanceof CannotCreateTransactionException
                    || SqlOutage.isReportedBy(cause)) {
                return true;
            }
            // Axon Server did not answer in time.
            if (cause instanceof TimeoutException || cause instanceof StreamTimeoutException) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc && grpc.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
            if (cause instanceof MongoCommandException command && MONGO_UNAVAILABLE.contains(command.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    /** Whether no connection of the pool became free in time; the driver tells it apart from other time-outs by its text only. */
    static boolean isConnectionWait(MongoException thrown) {
        return thrown instanceof MongoTimeoutException
                && String.valueOf(thrown.getMessage()).contains("waiting for a connection");
    }

    static String rootCauseName(Throwable thrown) {
        return NestedExceptionUtils.getMostSpecificCause(thrown).getClass().getSimpleName();
    }
}
