package stockledger.trials.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.Response;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** The reservations of a sale, one unit each, and the responses. */
final class ReservationRequests implements RequestSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** As long as the service allows, so that no unit is released while the sale is checked. */
    private static final int HOLD_SECONDS = 86_400;

    private final Sale sale;
    private final byte[][] requests;
    private final long[] accepted;
    private final StatsRecorder recorder = new StatsRecorder();
    private final ConsistencyTokens tokens = new ConsistencyTokens();
    private final long startNanos = System.nanoTime();
    private long lastAcceptedNanos = startNanos;
    private int sent;

    ReservationRequests(Sale sale, URI url) {
        HttpRequests http = new HttpRequests(url);
        this.sale = sale;
        this.accepted = new long[sale.skus().size()];
        this.requests = sale.skus().stream()
                .map(sku -> http.send(
                        "POST",
                        "/v1/reservations",
                        "{\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":1}],\"ttlSeconds\":" + HOLD_SECONDS + "}"))
                .toArray(byte[][]::new);
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        return sent == sale.requests() ? null : new Reservation(sale.picks()[sent++]);
    }

    @Override
    public long nextDueNanos() {
        return NEVER;
    }

    private final class Reservation implements Request {

        private final int sku;

        Reservation(int sku) {
            this.sku = sku;
        }

        @Override
        public byte[] bytes() {
            return requests[sku];
        }

        @Override
        public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
            int status = response.status();
            if (status == CREATED) {
                accepted[sku]++;
                lastAcceptedNanos = nowNanos;
                recorder.accepted(sentNanos, nowNanos, response.bodyLength());
                String token = response.header("Consistency-Token");
                tokens.record(List.of(sale.skus().get(sku)), Response.acknowledged(status, token, sentNanos, nowNanos));
            } else if (status == CONFLICT && code(response).equals("insufficient-stock")) {
                recorder.refused(sentNanos, nowNanos);
            } else {
                recorder.failed(sentNanos, nowNanos, "HTTP " + status + " " + code(response));
            }
        }

        @Override
        public void onFailure(String reason, long nowNanos) {
            recorder.failed(reason);
        }
    }

    private static String code(RawResponse response) {
        try {
            return JSON.readTree(response.body()).path("code").asText("");
        } catch (JsonProcessingException e) {
            return "not JSON";
        }
    }

    long accepted(int sku) {
        return accepted[sku];
    }

    ConsistencyTokens tokens() {
        return tokens;
    }

    Stats stats() {
        return recorder.stats();
    }

    /** Until the last unit was sold; later refusals are cheaper. */
    double acceptedPerSecond() {
        return stats().accepted() / Math.max((lastAcceptedNanos - startNanos) / 1e9, 1e-9);
    }
}
