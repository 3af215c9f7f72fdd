package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.BulkJobs;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;

/** The stock of a shop: what is on its shelves, and the requests that record it. They differ where an error is planted. */
final class CountedShop {

    static final String WAREHOUSE = "WAREHOUSE";
    static final String STORE = "STORE";

    private final RetryingClient client;
    private final String run;
    private final Map<String, Long> shelves = new TreeMap<>();
    private int requests;

    CountedShop(URI url, String run) {
        this.client = new RetryingClient(url);
        this.run = run;
    }

    /** Moves units on the shelves. */
    void move(String location, String sku, long units) {
        shelves.merge(location + " " + sku, units, Long::sum);
    }

    long onShelf(String location, String sku) {
        return shelves.getOrDefault(location + " " + sku, 0L);
    }

    boolean has(String location, String sku) {
        return shelves.containsKey(location + " " + sku);
    }

    void open(Collection<CatalogEntry> catalog, Map<String, Long> warehouse, Map<String, Long> store) {
        for (String location : new String[] {WAREHOUSE, STORE}) {
            ObjectNode body = object().put("id", location).put("name", location);
            client.send(post("/v1/locations", body).acceptingRefusal("location-exists"));
        }
        StringBuilder products = new StringBuilder("sku,name,category,price.amount,price.currency\n");
        for (CatalogEntry entry : catalog) {
            String name = entry.name().replace("\"", "\"\"");
            products.append(entry.sku())
                    .append(",\"")
                    .append(name)
                    .append("\",")
                    .append(entry.category());
            products.append(',').append(entry.price().toPlainString()).append(",GBP\n");
        }
        upload("products", products.toString());
        StringBuilder receipts = new StringBuilder("sku,locationId,quantity,reference\n");
        warehouse.forEach((sku, units) -> open(receipts, WAREHOUSE, sku, units));
        store.forEach((sku, units) -> open(receipts, STORE, sku, units));
        upload("receipts", receipts.toString());
    }

    private void open(StringBuilder receipts, String location, String sku, long units) {
        receipts.append(sku).append(',').append(location).append(',').append(units);
        receipts.append(",opening-").append(sku).append('-').append(location).append('\n');
        move(location, sku, units);
    }

    private void upload(String kind, String rows) {
        BulkJobs jobs = new BulkJobs(client);
        JsonNode done = jobs.awaitEnd(jobs.submit(kind, "text/csv", rows, run + ":" + kind), "")
                .body();
        if (done.path("failed").asLong() > 0) {
            throw new SetupFailed("the service must be empty: " + kind + " failed: " + done.path("failed"));
        }
    }

    void receive(String sku, String location, long units, @Nullable String reference, @Nullable String delivery) {
        ObjectNode body = object().put("locationId", location).put("quantity", units);
        put(body, "reference", reference);
        put(body, "incomingId", delivery);
        done(post("/v1/inventory/" + sku + "/receipts", body));
    }

    /** @return the id of the delivery */
    String announce(String sku, String location, long units, int inDays, String reference) {
        ObjectNode body = object().put("locationId", location)
                .put("quantity", units)
                .put(
                        "expectedOn",
                        LocalDate.now(ZoneOffset.UTC).plusDays(inDays).toString());
        put(body, "reference", reference);
        return done(post("/v1/inventory/" + sku + "/incoming", body)).path("id").asText();
    }

    /** @return the id of the transfer */
    String send(String sku, String from, String to, long units) {
        ObjectNode body = object().put("from", from).put("to", to).put("quantity", units);
        return done(post("/v1/inventory/" + sku + "/transfers", body))
                .path("id")
                .asText();
    }

    void receiveTransfer(String id) {
        done(post("/v1/transfers/" + id + "/receive", object()));
    }

    void adjust(String sku, long delta, String reason, String reference) {
        ObjectNode body =
                object().put("locationId", WAREHOUSE).put("delta", delta).put("reason", reason);
        done(post("/v1/inventory/" + sku + "/adjustments", body.put("reference", reference)));
    }

    void confirm(String order, Map<String, Long> lines) {
        ObjectNode body = object().put("id", order).put("reference", order);
        ArrayNode array = body.putArray("lines");
        lines.forEach((sku, units) ->
                array.addObject().put("sku", sku).put("quantity", units).put("locationId", WAREHOUSE));
        done(post("/v1/reservations", body));
        done(post("/v1/reservations/" + order + "/confirm", object()));
    }

    /** @param lines those that ship; empty for all */
    void ship(String order, Map<String, Long> lines) {
        ObjectNode body = object();
        if (!lines.isEmpty()) {
            ArrayNode array = body.putArray("lines");
            lines.forEach((sku, units) -> array.addObject().put("sku", sku).put("quantity", units));
        }
        done(post("/v1/reservations/" + order + "/ship", body));
    }

    /** Sends the request of a correction. */
    Response send(JsonNode correction) {
        return client.send(post(correction.path("path").asText(), correction.path("body")));
    }

    JsonNode causes(JsonNode sheet) {
        return done(Call.post(RequestKind.READ, "/v1/count-causes", sheet));
    }

    /** Units on hand by the events that the token names. */
    long onHand(String location, String sku, @Nullable String token) {
        JsonNode levels =
                done(Call.get(RequestKind.READ, "/v1/inventory/" + sku, token)).path("levels");
        for (JsonNode level : levels) {
            if (level.path("locationId").asText().equals(location)) {
                return level.path("onHand").asLong();
            }
        }
        return 0;
    }

    private Call post(String path, JsonNode body) {
        return Call.post(RequestKind.RECEIVE, path, body, run, String.valueOf(requests++));
    }

    private JsonNode done(Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed(call + " was answered " + response.summary());
        }
        return response.body();
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
