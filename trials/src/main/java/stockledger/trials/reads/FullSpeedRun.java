package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.ResultListener;

/** A closed loop: every connection sends its next request as soon as the last one is answered. */
record FullSpeedRun(RequestSequence requests, ResultListener listener, long endNanos) implements RequestSource {

    @Override
    public @Nullable Request next(long nowNanos) {
        return nowNanos - endNanos >= 0 ? null : new MeasuredRequest(requests.next(), nowNanos, listener);
    }

    @Override
    public long nextDueNanos() {
        return NEVER;
    }
}
