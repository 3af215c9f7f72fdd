package stockledger.trials.http;

/**
 * One kind of request in numbers. A request counts once, whatever number of attempts it took; times are those of the
 * attempt that was answered, in milliseconds.
 *
 * @param refused 4xx answers
 * @param errors 5xx answers, and requests without any answer within patience
 * @param retries attempts beyond the first
 * @param perSecond answers from the first one sent to the last one received
 */
public record Measure(
        String kind,
        long accepted,
        long refused,
        long errors,
        long retries,
        double perSecond,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double maxMillis) {

    public long requests() {
        return accepted + refused + errors;
    }
}
