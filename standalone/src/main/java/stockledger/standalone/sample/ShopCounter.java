package stockledger.standalone.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import stockledger.standalone.servers.CannotStart;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the running service as any shop does: over HTTP. */
final class ShopCounter {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final String JSON_TYPE = "application/json";

    /** What a step is told when it was done in an earlier start, or when its cart has lapsed since. */
    private static final Set<String> SETTLED = Set.of("product-exists", "location-exists");

    private static final Set<String> LAPSED = Set.of("reservation-expired", "reservation-not-held");

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;

    ShopCounter(URI service) {
        this.service = service;
    }

    /**
     * Sends a command. False: its cart has lapsed, and what would follow makes no sense any more.
     *
     * @throws CannotStart when it is refused for any other reason
     */
    boolean send(Step step) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(step.path()))
                .timeout(PATIENCE)
                .header("Content-Type", JSON_TYPE)
                .header("X-Actor", "sample-shop")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(step.body())))
                .build();
        HttpResponse<byte[]> answer = ask(request);
        if (answer.statusCode() == OK || answer.statusCode() == CREATED) {
            return true;
        }
        String code = code(answer);
        if (answer.statusCode() == CONFLICT && SETTLED.contains(code)) {
            return true;
        }
        if (answer.statusCode() == CONFLICT && LAPSED.contains(code)) {
            return false;
        }
        throw new CannotStart("POST " + step.path() + " was answered with " + answer.statusCode() + " " + code);
    }

    /** The references of all movements of a SKU. */
    Set<String> references(String sku) throws InterruptedException {
        Set<String> references = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = get("/v1/inventory/" + sku + "/movements?limit=200" + cursor);
            page.path("items")
                    .forEach(item -> references.add(item.path("reference").asString("")));
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return references;
    }

    /** True: no product and no location. */
    boolean isEmpty() throws InterruptedException {
        return get("/v1/products?limit=1").path("items").isEmpty()
                && get("/v1/locations").path("items").isEmpty();
    }

    /** True: everything that happened before can be read. */
    boolean isCaughtUp() throws InterruptedException {
        JsonNode projections = get("/v1/admin/projections").path("items");
        for (JsonNode projection : projections) {
            if (projection.path("lagEvents").asLong(1) > 0) {
                return false;
            }
        }
        return !projections.isEmpty();
    }

    private JsonNode get(String path) throws InterruptedException {
        HttpResponse<byte[]> answer = ask(
                HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE).build());
        if (answer.statusCode() != OK) {
            throw new CannotStart("GET " + path + " was answered with " + answer.statusCode() + " " + code(answer));
        }
        return json.readTree(answer.body());
    }

    private HttpResponse<byte[]> ask(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CannotStart("the service cannot be asked: " + e, e);
        }
    }

    private String code(HttpResponse<byte[]> answer) {
        try {
            return json.readTree(answer.body()).path("code").asString("");
        } catch (RuntimeException e) {
            return "";
        }
    }
}
