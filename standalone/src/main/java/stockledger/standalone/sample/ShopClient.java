package stockledger.standalone.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stockledger.standalone.servers.StartFailedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** HTTP client of the running service. */
final class ShopClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RETRIES = 30;
    private static final long RETRY_SECONDS = 1;

    /** Statuses of requests that may succeed later: too many, unavailable. */
    private static final Set<Integer> LATER = Set.of(429, 503);

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** An earlier start sent the command. */
    private static final Set<String> DONE_BEFORE = Set.of("product-exists", "location-exists", "reservation-exists");

    /** The cart expired before an interrupted scenario was continued. */
    private static final Set<String> CART_EXPIRED = Set.of("reservation-expired", "reservation-not-held");

    /** Sorted members, so that a command has the same idempotency key after a restart. */
    private final JsonMapper json = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final @Nullable String apiKey;

    ShopClient(URI service, @Nullable String apiKey) {
        this.service = service;
        this.apiKey = apiKey;
    }

    /** A projection has not handled all events yet. */
    static final class ReadModelsBehindException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Sends a command.
     *
     * @return false when its cart has expired, so that later commands on the same cart would be refused
     * @throws StartFailedException when it is refused for any other reason
     */
    boolean send(Command command) throws InterruptedException {
        String body = json.writeValueAsString(command.body());
        HttpRequest request = request(command.path())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey(command.path() + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = exchange(request);
        for (int retry = 0; retry < RETRIES && LATER.contains(response.statusCode()); retry++) {
            // The first commands of a process may be slower than their deadline; the key makes a repetition safe.
            pause();
            response = exchange(request);
        }
        int status = response.statusCode();
        if (status == OK || status == CREATED) {
            return true;
        }
        String code = code(response);
        if (status == CONFLICT && DONE_BEFORE.contains(code)) {
            return true;
        }
        if (status == CONFLICT && CART_EXPIRED.contains(code)) {
            return false;
        }
        throw new StartFailedException("POST " + command.path() + " returned " + status + " " + code);
    }

    private static void pause() throws InterruptedException {
        boolean cancelled = new CountDownLatch(1).await(RETRY_SECONDS, TimeUnit.SECONDS);
        if (cancelled) {
            throw new IllegalStateException("the pause before a repetition was ended early");
        }
    }

    private static String idempotencyKey(String request) {
        return UUID.nameUUIDFromBytes(request.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Whether the service has no product and no location. */
    boolean isEmpty() throws InterruptedException {
        return get("/v1/products?limit=1").path("items").isEmpty()
                && get("/v1/locations").path("items").isEmpty();
    }

    /** @throws ReadModelsBehindException when a projection lags behind the event store */
    void requireCurrentReadModels() throws InterruptedException {
        JsonNode projections = get("/v1/admin/projections").path("items");
        boolean behind = projections.isEmpty();
        for (JsonNode projection : projections) {
            behind |= projection.path("lagEvents").asLong(1) > 0;
        }
        if (behind) {
            throw new ReadModelsBehindException();
        }
    }

    private JsonNode get(String path) throws InterruptedException {
        HttpResponse<byte[]> response = exchange(request(path).build());
        if (response.statusCode() != OK) {
            throw new StartFailedException("GET " + path + " returned " + response.statusCode() + " " + code(response));
        }
        return json.readTree(response.body());
    }

    /** The events of the sample shop have its name, or that of the key. */
    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(TIMEOUT);
        return apiKey == null ? request.header("X-Actor", "sample-shop") : request.header("X-API-Key", apiKey);
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new StartFailedException("the service does not answer: " + e, e);
        }
    }

    private String code(HttpResponse<byte[]> response) {
        try {
            return json.readTree(response.body()).path("code").asString("");
        } catch (RuntimeException e) {
            return "";
        }
    }
}
