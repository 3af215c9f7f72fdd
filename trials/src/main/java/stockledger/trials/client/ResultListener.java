package stockledger.trials.client;

/** Receives the results of requests. Latency counts from when a request was due to be sent. */
public interface ResultListener {

    void accepted(long dueNanos, long receivedNanos, int bodyLength);

    void failed(long dueNanos, long nowNanos, String reason);

    /** No connection was free in time. */
    void unsent(long dueNanos, long nowNanos);
}
