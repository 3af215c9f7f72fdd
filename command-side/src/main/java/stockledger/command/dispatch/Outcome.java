package stockledger.command.dispatch;

import org.axonframework.modelling.command.AggregateLifecycle;
import stockledger.events.ConsistencyToken;

/**
 * What an aggregate answers: its word, and how far its stream has come with it.
 *
 * @param version sequence number of the stream's last event
 * @param replayed true when it was answered before, to the same request
 */
public record Outcome<T>(T answer, String stream, long version, boolean replayed) {

    /** An answer that is given for the first time. */
    public Outcome(T answer, String stream, long version) {
        this(answer, stream, version, false);
    }

    /** An answer of the aggregate that is deciding now; called in its command handlers, after what it applied. */
    public static <T> Outcome<T> of(T answer, String stream) {
        return new Outcome<>(answer, stream, AggregateLifecycle.getVersion());
    }

    /** The same answer, with what the aggregate applied after it was given. */
    public Outcome<T> withAllApplied() {
        return new Outcome<>(answer, stream, AggregateLifecycle.getVersion(), replayed);
    }

    public ConsistencyToken token() {
        return ConsistencyToken.of(stream, version);
    }
}
