package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.SetupFailed;

/** One request that must succeed. */
final class SingleRequest implements RequestSource, Request {

    private final byte[] bytes;
    private boolean sent;

    SingleRequest(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        if (sent) {
            return null;
        }
        sent = true;
        return this;
    }

    @Override
    public long nextDueNanos() {
        return NEVER;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
        if (!response.isSuccess()) {
            onFailure("status " + response.status(), nowNanos);
        }
    }

    @Override
    public void onFailure(String reason, long nowNanos) {
        throw new SetupFailed(reason);
    }
}
