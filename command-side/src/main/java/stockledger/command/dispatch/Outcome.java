package stockledger.command.dispatch;

import org.axonframework.modelling.command.AggregateLifecycle;
import stockledger.events.ConsistencyToken;

/**
 * The result of a command, with the version of the stream after it.
 *
 * @param version sequence number of the stream's last event
 * @param replayed whether it is the first result of a repeated request
 */
public record Outcome<T>(T answer, String stream, long version, boolean replayed) {

    public Outcome(T answer, String stream, long version) {
        this(answer, stream, version, false);
    }

    /** The result of the current command handler; called after its events are applied. */
    public static <T> Outcome<T> of(T answer, String stream) {
        return new Outcome<>(answer, stream, AggregateLifecycle.getVersion());
    }

    /** The same result, at the version after events that were applied later in the same command. */
    public Outcome<T> withAllApplied() {
        return new Outcome<>(answer, stream, AggregateLifecycle.getVersion(), replayed);
    }

    public ConsistencyToken token() {
        return ConsistencyToken.of(stream, version);
    }
}
