package stockledger.trials.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.Response;

/** The requests of a sale, one unit each, and what the service answered to them. */
final class Reservations implements Crowd.Errands {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final Sale sale;
    private final byte[][] requests;
    private final long[] accepted;
    private final Timing.Counter counter = new Timing.Counter();
    private final ConsistencyTokens tokens = new ConsistencyTokens();
    private final TreeMap<String, Long> failures = new TreeMap<>();
    private final long startNanos = System.nanoTime();
    private long lastAcceptedNanos = startNanos;
    private long lastHeardNanos = startNanos;
    private int asked;

    /** Units are held for as long as the service allows, so that none come back while the sale is checked. */
    Reservations(Sale sale, URI url, int holdSeconds) {
        this.sale = sale;
        this.accepted = new long[sale.skus().size()];
        this.requests =
                sale.skus().stream().map(sku -> request(url, sku, holdSeconds)).toArray(byte[][]::new);
    }

    private static byte[] request(URI url, String sku, int holdSeconds) {
        String body = "{\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":1}],\"ttlSeconds\":" + holdSeconds + "}";
        String head = "POST " + url.getPath().replaceAll("/+$", "") + "/v1/reservations HTTP/1.1\r\n"
                + "Host: " + url.getAuthority() + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Accept: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Crowd.@Nullable Errand next() {
        if (asked == sale.requests()) {
            return null;
        }
        int sku = sale.picks()[asked++];
        return new Crowd.Errand(sku, requests[sku]);
    }

    @Override
    public void answered(Crowd.Errand errand, HeardAnswer answer, long sentNanos, long answeredNanos) {
        lastHeardNanos = answeredNanos;
        if (answer.status() == CREATED) {
            accepted[errand.subject()]++;
            lastAcceptedNanos = answeredNanos;
            counter.accepted(answeredNanos - sentNanos);
            tokens.record(
                    List.of(sale.skus().get(errand.subject())),
                    Response.acknowledged(answer.status(), answer.consistencyToken(), sentNanos, answeredNanos));
        } else if (answer.status() == CONFLICT && code(answer).equals("insufficient-stock")) {
            counter.refused(answeredNanos - sentNanos);
        } else {
            failed(errand, "HTTP " + answer.status() + " " + code(answer));
        }
    }

    private static String code(HeardAnswer answer) {
        try {
            return JSON.readTree(answer.body()).path("code").asText("");
        } catch (JsonProcessingException e) {
            return "not JSON";
        }
    }

    @Override
    public void failed(Crowd.Errand errand, String why) {
        counter.failed();
        failures.merge(why, 1L, Long::sum);
    }

    long accepted(int sku) {
        return accepted[sku];
    }

    ConsistencyTokens tokens() {
        return tokens;
    }

    /** What went wrong, and how often. */
    List<String> failures() {
        return failures.entrySet().stream()
                .map(failure -> failure.getValue() + " × " + failure.getKey())
                .toList();
    }

    Timing timing() {
        return counter.over(lastHeardNanos - startNanos);
    }

    /** Until the last unit was sold; refusals come cheaper. */
    double acceptedPerSecond() {
        return timing().accepted() / Math.max((lastAcceptedNanos - startNanos) / 1e9, 1e-9);
    }
}
