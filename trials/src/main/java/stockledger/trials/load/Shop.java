package stockledger.trials.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A service in several instances: what one does not answer, the next is asked, until patience ends. */
final class Shop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<URI> urls;
    private final URI queryUrl;
    private final String run;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Shop(List<URI> urls, URI queryUrl, String run) {
        this.urls = urls;
        this.queryUrl = queryUrl;
        this.run = run;
    }

    String cart(int number) {
        return run + "-" + number;
    }

    private String sku(int number) {
        return run + "-sku-" + number;
    }

    /** Products with as many units each as there are carts; what is there already stays. */
    void open(int skus, int units) {
        command("/v1/locations", "{\"id\":\"%s\",\"name\":\"Expiry\"}".formatted(run), null, 409);
        for (int sku = 0; sku < skus; sku++) {
            command(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"Thing\",\"price\":{\"amount\":\"1\",\"currency\":\"GBP\"}}"
                            .formatted(sku(sku)),
                    null,
                    409);
            command(
                    "/v1/inventory/" + sku(sku) + "/receipts",
                    "{\"locationId\":\"%s\",\"quantity\":%d}".formatted(run, units),
                    run,
                    0);
        }
    }

    /** The reservation as it was answered; missing when it was refused or never answered. */
    JsonNode hold(int number, int sku, Duration ttl) {
        return command(
                "/v1/reservations",
                "{\"id\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":1}],\"ttlSeconds\":%d}"
                        .formatted(cart(number), sku(sku), ttl.toSeconds()),
                null,
                0);
    }

    JsonNode status(String cart) {
        return question("/v1/reservations/" + cart);
    }

    /** Whether it expired, by one event after the one that held it. */
    boolean expiredOnce(int number) {
        JsonNode cart = status(cart(number));
        return cart.path("status").asText().equals("expired")
                && cart.path("version").asInt() == 1;
    }

    long held(int sku) {
        return question("/v1/inventory/" + sku(sku)).path("held").asLong(1);
    }

    private JsonNode command(String path, String body, @Nullable String key, int alsoRight) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            URI url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            if (key != null) {
                request.header("Idempotency-Key", key);
            }
            HttpResponse<String> answer = send(request);
            if (answer != null && answer.statusCode() != 503 && answer.statusCode() != 429) {
                boolean right = answer.statusCode() / 100 == 2 || answer.statusCode() == alsoRight;
                return right ? read(answer.body()) : MissingNode.getInstance();
            }
            if (System.nanoTime() > end) {
                return MissingNode.getInstance();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private JsonNode question(String path) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(queryUrl + path)).GET());
        return answer == null || answer.statusCode() != 200 ? MissingNode.getInstance() : read(answer.body());
    }

    private @Nullable HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
