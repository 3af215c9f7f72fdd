package stockledger.trials.reads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes products at a fixed rate, each of them one change at a time, so that it is known what its page must show once a
 * change is acknowledged.
 */
final class Changing implements Errands {

    private static final int GOOD = 2;

    private final Requests requests;
    private final String location;
    private final Times acknowledged;
    private final Watching watching;
    private final long startNanos;
    private final double gapNanos;
    private final long total;
    private final Deque<Change> free = new ArrayDeque<>();
    private long asked;

    /**
     * @param skus products with a price of one penny and no units
     * @param acknowledged from when a change was due to its acknowledgement
     */
    Changing(
            Requests requests,
            List<String> skus,
            String location,
            Times acknowledged,
            Watching watching,
            long startNanos,
            long endNanos,
            double perSecond) {
        this.requests = requests;
        this.location = location;
        this.acknowledged = acknowledged;
        this.watching = watching;
        this.startNanos = startNanos;
        this.gapNanos = 1e9 / perSecond;
        this.total = (long) ((endNanos - startNanos) / gapNanos);
        for (int i = 0; i < skus.size(); i++) {
            // Every other product gets new prices, the others more units.
            boolean price = i % 2 == 0;
            free.add(new Change(i, skus.get(i), price, price ? 2 : 1));
        }
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        if (asked == total || due(asked) - nowNanos > 0 || free.isEmpty()) {
            return null;
        }
        Change change = free.remove();
        return new Told(change, change.request(requests, location), due(asked++));
    }

    private long due(long number) {
        return startNanos + (long) (number * gapNanos);
    }

    @Override
    public long dueNanos() {
        // When all products are being changed, an answer brings the next change.
        return asked == total || free.isEmpty() ? NEVER : due(asked);
    }

    /** One change on its way. */
    private final class Told implements Errand {

        private final Change change;
        private final byte[] request;
        private final long dueNanos;

        Told(Change change, byte[] request, long dueNanos) {
            this.change = change;
            this.request = request;
            this.dueNanos = dueNanos;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public void heard(Reply reply, long sentNanos, long nowNanos) {
            if (reply.status() / 100 == GOOD) {
                acknowledged.answered(dueNanos, nowNanos, reply.bodyLength());
                watching.acknowledged(change, reply.header("Consistency-Token"), nowNanos);
                free.add(new Change(change.article(), change.sku(), change.price(), change.value() + 1));
            } else {
                acknowledged.failed(dueNanos, nowNanos, "status " + reply.status());
                free.add(change);
            }
        }

        /** It may have been done or not: what its page must show is not known any more. */
        @Override
        public void failed(String why, long nowNanos) {
            acknowledged.failed(dueNanos, nowNanos, why);
        }
    }
}
