package stockledger.trials.client;

/** One request of a load and its outcome. */
public interface Request {

    byte[] bytes();

    /**
     * A complete response was received.
     *
     * @param sentNanos when the request was written, by {@link System#nanoTime()}
     */
    void onResponse(RawResponse response, long sentNanos, long nowNanos);

    /** No complete response was received; whether the request took effect is unknown. */
    void onFailure(String reason, long nowNanos);
}
