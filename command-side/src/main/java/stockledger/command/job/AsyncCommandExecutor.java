package stockledger.command.job;

import java.util.Map;
import org.axonframework.messaging.MetaData;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Executes the single command of a job. */
public interface AsyncCommandExecutor {

    /**
     * The answer that its caller would have got.
     *
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /**
     * Executes the command on behalf of the current request context. It may be repeated.
     *
     * @param metaData of the event
     * @throws RuntimeException when a store is unavailable or busy: the command is retried
     */
    Answer execute(RequestAccepted accepted, MetaData metaData);
}
