package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RequestMetrics;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Unreachable;

/** Holds carts at a service of several instances and reads their outcome. */
final class CartClient {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);

    private final RetryingClient commands;
    private final RetryingClient queries;
    private final String run;

    CartClient(List<URI> urls, URI queryUrl, String run) {
        this.commands = client(urls, Duration.ofSeconds(60));
        // Reads are not retried here: the caller polls anyway.
        this.queries = client(List.of(queryUrl), Duration.ofNanos(1));
        this.run = run;
    }

    private static RetryingClient client(List<URI> urls, Duration retryTimeout) {
        RetryPolicy policy = RetryPolicy.of(retryTimeout, RESPONSE_TIMEOUT, RESPONSE_TIMEOUT);
        return new RetryingClient(urls, policy, new Backoff(), new RequestMetrics());
    }

    String cart(int number) {
        return run + "-" + number;
    }

    private String sku(int number) {
        return run + "-sku-" + number;
    }

    /** Creates products with units for all carts; existing ones are kept. */
    void setUp(int skus, int units) {
        post(RequestKind.REGISTER, "/v1/locations", object().put("id", run).put("name", "Expiry"));
        for (int number = 0; number < skus; number++) {
            ObjectNode product = object().put("sku", sku(number)).put("name", "Expiry " + number);
            product.putObject("price").put("amount", "1").put("currency", "GBP");
            post(RequestKind.REGISTER, "/v1/products", product);
            ObjectNode receipt = object().put("locationId", run).put("quantity", units);
            post(RequestKind.RECEIVE, "/v1/inventory/" + sku(number) + "/receipts", receipt, run);
        }
    }

    /** The reservation; missing when it was refused or never answered. */
    JsonNode hold(int number, int sku, Duration ttl) {
        ObjectNode cart = object().put("id", cart(number)).put("ttlSeconds", ttl.toSeconds());
        cart.putArray("lines").addObject().put("sku", sku(sku)).put("quantity", 1);
        return post(RequestKind.RESERVE, "/v1/reservations", cart);
    }

    /** The reservation; missing when it could not be read. */
    JsonNode read(String cart) {
        return send(queries, Call.get(RequestKind.READ, "/v1/reservations/" + cart, null));
    }

    /** Whether the cart expired, by exactly one event after the one that held it. */
    boolean expiredOnce(int number) {
        JsonNode cart = read(cart(number));
        return cart.path("status").asText().equals("expired")
                && cart.path("version").asInt() == 1;
    }

    /** Held units of a SKU; 1 when they could not be read. */
    long held(int sku) {
        return send(queries, Call.get(RequestKind.READ, "/v1/inventory/" + sku(sku), null))
                .path("held")
                .asLong(1);
    }

    private JsonNode post(RequestKind kind, String path, JsonNode body, String... key) {
        return send(commands, Call.post(kind, path, body, key));
    }

    private static JsonNode send(RetryingClient client, Call call) {
        try {
            Response response = client.send(call);
            return response.accepted() ? response.body() : MissingNode.getInstance();
        } catch (Unreachable e) {
            return MissingNode.getInstance();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
