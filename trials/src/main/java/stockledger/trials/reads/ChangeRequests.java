package stockledger.trials.reads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RateSchedule;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.ResultListener;

/**
 * Changes products at a fixed rate. Each product has at most one change in flight, so that an acknowledgement determines
 * what its page must show.
 */
final class ChangeRequests implements RequestSource {

    private final HttpRequests http;
    private final String location;
    private final ResultListener acknowledged;
    private final VisibilityRequests visibility;
    private final RateSchedule schedule;
    private final Deque<ProductChange> pending = new ArrayDeque<>();

    /**
     * @param skus products with a price of one penny and no units
     * @param acknowledged from a change's due time to its acknowledgement
     */
    ChangeRequests(
            HttpRequests http,
            List<String> skus,
            String location,
            ResultListener acknowledged,
            VisibilityRequests visibility,
            RateSchedule schedule) {
        this.http = http;
        this.location = location;
        this.acknowledged = acknowledged;
        this.visibility = visibility;
        this.schedule = schedule;
        for (int i = 0; i < skus.size(); i++) {
            // Prices and units alternate.
            boolean isPrice = i % 2 == 0;
            pending.add(new ProductChange(skus.get(i), isPrice, isPrice ? 2 : 1));
        }
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        return schedule.isDue(nowNanos) && !pending.isEmpty()
                ? new ChangeRequest(pending.remove(), schedule.take())
                : null;
    }

    @Override
    public long nextDueNanos() {
        // While every product has a change in flight, a response brings the next change.
        return pending.isEmpty() ? NEVER : schedule.nextDueNanos();
    }

    private final class ChangeRequest implements Request {

        private final ProductChange change;
        private final byte[] bytes;
        private final long dueNanos;

        ChangeRequest(ProductChange change, long dueNanos) {
            this.change = change;
            this.bytes = change.request(http, location);
            this.dueNanos = dueNanos;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
            if (response.isSuccess()) {
                acknowledged.accepted(dueNanos, nowNanos, response.bodyLength());
                visibility.onAcknowledged(change, response.header("Consistency-Token"), nowNanos);
                pending.add(change.next());
            } else {
                acknowledged.failed(dueNanos, nowNanos, "status " + response.status());
                pending.add(change);
            }
        }

        /** The product is not changed again: what its page must show is unknown from now on. */
        @Override
        public void onFailure(String reason, long nowNanos) {
            acknowledged.failed(dueNanos, nowNanos, reason);
        }
    }
}
