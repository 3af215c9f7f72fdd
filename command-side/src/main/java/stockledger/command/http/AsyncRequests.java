package stockledger.command.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ConsistencyToken;

/** Stores commands whose callers do not wait for the answer. */
public interface AsyncRequests {

    /**
     * A stored command.
     *
     * @param location of its job
     * @param replayed whether the same request was stored before
     * @param body of the 202 answer
     */
    record Accepted(String location, ConsistencyToken token, boolean replayed, Object body) {}

    /**
     * Stores a command of the current request, with its idempotency key.
     *
     * @param method of the request
     * @param path of the request, with its query
     * @param expected version of the command's stream; null for any
     * @throws Refusal when the queue is full
     */
    Accepted accept(String method, String path, Object command, @Nullable Long expected);

    /** The refusals of {@link #accept}. */
    List<Class<? extends Refusal>> refusals();

    /** The type of the 202 answer's body. */
    Class<?> bodyType();
}
