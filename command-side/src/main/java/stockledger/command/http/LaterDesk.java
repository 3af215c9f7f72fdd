package stockledger.command.http;

import stockledger.events.ConsistencyToken;

/** Takes single commands whose callers do not wait. */
public interface LaterDesk {

    /**
     * Where the answer will be found.
     *
     * @param body what is said of it now
     */
    record Promise(String location, ConsistencyToken token, Object body) {}

    /**
     * Stores a request of the caller of this thread, and its key.
     *
     * @throws stockledger.command.dispatch.Refusal when as much waits as may
     */
    Promise accept(HeldRequest request);
}
