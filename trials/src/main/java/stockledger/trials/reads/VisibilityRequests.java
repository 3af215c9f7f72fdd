package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.ResultListener;

/**
 * Reads the pages of changed products from the acknowledgement on: without a token repeatedly until the change is visible,
 * and once with its token.
 */
final class VisibilityRequests implements RequestSource {

    private static final int OK = 200;
    private static final int NOT_YET_VISIBLE = 503;
    private static final int MAX_EXAMPLES = 20;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpRequests http;
    private final long pauseNanos;
    private final ResultListener visible;
    private final ResultListener withToken;
    private final PriorityQueue<PageRequest> queue =
            new PriorityQueue<>(Comparator.comparingLong(request -> request.dueNanos));
    private final List<String> stale = new ArrayList<>();
    private long notYetVisible;
    private long pages;

    /**
     * @param pauseNanos between a response that does not show a change yet and the next request
     * @param visible from the acknowledgement of a change to the response that shows it
     * @param withToken latency of requests with a token
     */
    VisibilityRequests(HttpRequests http, long pauseNanos, ResultListener visible, ResultListener withToken) {
        this.http = http;
        this.pauseNanos = pauseNanos;
        this.visible = visible;
        this.withToken = withToken;
    }

    void onAcknowledged(ProductChange change, @Nullable String token, long nowNanos) {
        String path = "/v1/products/" + change.sku();
        queue.add(new RepeatedRequest(change, http.get(path), nowNanos, nowNanos));
        if (token == null) {
            stale.add(change + ": acknowledged without a token");
        } else {
            queue.add(new TokenRequest(change, http.get(path, "Consistency-Token: " + token), nowNanos));
        }
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        PageRequest first = queue.peek();
        if (first == null || first.dueNanos - nowNanos > 0) {
            return null;
        }
        pages++;
        return queue.remove();
    }

    @Override
    public long nextDueNanos() {
        PageRequest first = queue.peek();
        return first == null ? NEVER : first.dueNanos;
    }

    /** Responses older than the token of their request, at most twenty. */
    List<String> stale() {
        return List.copyOf(stale);
    }

    /** Requests with a token that were answered 503. */
    long notYetVisible() {
        return notYetVisible;
    }

    long pages() {
        return pages;
    }

    private abstract static class PageRequest implements Request {

        final ProductChange change;
        final byte[] bytes;
        final long dueNanos;

        PageRequest(ProductChange change, byte[] bytes, long dueNanos) {
            this.change = change;
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }
    }

    /** Without a token, repeated until the change is visible. */
    private final class RepeatedRequest extends PageRequest {

        private final long acknowledgedNanos;

        RepeatedRequest(ProductChange change, byte[] bytes, long acknowledgedNanos, long dueNanos) {
            super(change, bytes, dueNanos);
            this.acknowledgedNanos = acknowledgedNanos;
        }

        @Override
        public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
            if (response.status() == OK && change.isVisibleOn(response.body())) {
                visible.accepted(acknowledgedNanos, nowNanos, response.bodyLength());
            } else {
                String reason = response.status() == OK ? "not visible within 10 s" : "status " + response.status();
                onFailure(reason, nowNanos);
            }
        }

        @Override
        public void onFailure(String reason, long nowNanos) {
            if (nowNanos - acknowledgedNanos > TIMEOUT_NANOS) {
                visible.failed(acknowledgedNanos, nowNanos, reason);
            } else {
                queue.add(new RepeatedRequest(change, bytes, acknowledgedNanos, nowNanos + pauseNanos));
            }
        }
    }

    /** With the token, sent once. */
    private final class TokenRequest extends PageRequest {

        TokenRequest(ProductChange change, byte[] bytes, long dueNanos) {
            super(change, bytes, dueNanos);
        }

        @Override
        public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
            if (response.status() == NOT_YET_VISIBLE) {
                notYetVisible++;
            } else if (response.status() != OK) {
                onFailure("status " + response.status(), nowNanos);
            } else {
                withToken.accepted(dueNanos, nowNanos, response.bodyLength());
                if (!change.isVisibleOn(response.body()) && stale.size() < MAX_EXAMPLES) {
                    stale.add(change + ": with its token, the response was " + response.body());
                }
            }
        }

        @Override
        public void onFailure(String reason, long nowNanos) {
            withToken.failed(dueNanos, nowNanos, reason);
        }
    }
}
