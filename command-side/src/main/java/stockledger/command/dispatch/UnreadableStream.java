package stockledger.command.dispatch;

import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.util.Map;
import org.axonframework.common.AxonException;
import org.axonframework.messaging.annotation.MessageHandlerInvocationException;
import org.axonframework.serialization.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionException;
import stockledger.events.NewerEventException;

/**
 * An event of the stream cannot be read or folded by this release, so no command of the stream can be decided. Nothing was stored. Other
 * streams are not affected; a release that reads the event ends it.
 */
public final class UnreadableStream extends Refusal {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableStream.class);

    public UnreadableStream() {
        super(
                Kind.BUSY,
                "unreadable-stream",
                "This release cannot read an event of the stream; nothing was stored. See the log of the command side.",
                Map.of());
    }

    /** What a failure to load an aggregate becomes: this if its events are why, and otherwise the failure itself. */
    static RuntimeException unlessOfTheStore(RuntimeException failed, String stream) {
        if (!isOfEvents(failed)) {
            return failed;
        }
        LOG.error("stream {} cannot be read", stream, failed);
        return new UnreadableStream();
    }

    private static boolean isOfEvents(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerEventException || cause instanceof SerializationException) {
                return true;
            }
            boolean isOfStore = cause instanceof AxonException && !(cause instanceof MessageHandlerInvocationException)
                    || cause instanceof SQLException
                    || cause instanceof TransactionException
                    || cause instanceof StatusRuntimeException
                    || cause instanceof Refusal
                    || cause instanceof DeadlinePassed;
            if (isOfStore) {
                return false;
            }
        }
        return true;
    }
}
