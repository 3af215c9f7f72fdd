package stockledger.command.http;

import java.util.List;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ConsistencyToken;

/** Takes single commands whose callers do not wait. */
public interface AsyncRequests {

    /**
     * Where the answer will be found.
     *
     * @param body what is said of it now
     */
    record Promise(String location, ConsistencyToken token, Object body) {}

    /**
     * Stores a request of the caller of this thread, and its key.
     *
     * @throws Refusal when as much waits as may
     */
    Promise accept(HeldRequest request);

    /** The refusals that {@link #accept} may give. */
    List<Class<? extends Refusal>> refusals();

    /** The form of what is said of a request now. */
    Class<?> form();
}
