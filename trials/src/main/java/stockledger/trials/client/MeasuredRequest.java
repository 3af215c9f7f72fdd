package stockledger.trials.client;

/** A request whose response must be successful and have a body. */
public record MeasuredRequest(byte[] bytes, long dueNanos, ResultListener listener) implements Request {

    private static final int UNAVAILABLE = 503;

    /** The failure of a service that names the time of the next attempt. */
    public static final String RETRY_LATER = "status 503 with Retry-After";

    @Override
    public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
        if (response.isSuccess() && response.bodyLength() > 0) {
            listener.accepted(dueNanos, nowNanos, response.bodyLength());
        } else if (response.status() == UNAVAILABLE && response.header("Retry-After") != null) {
            listener.failed(dueNanos, nowNanos, RETRY_LATER);
        } else {
            listener.failed(dueNanos, nowNanos, "status " + response.status());
        }
    }

    @Override
    public void onFailure(String reason, long nowNanos) {
        listener.failed(dueNanos, nowNanos, reason);
    }
}
