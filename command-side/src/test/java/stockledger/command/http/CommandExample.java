package stockledger.command.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A valid request to each route, from which invalid ones are derived.
 *
 * @param endpoint method and route, as declared
 * @param path with existing ids
 * @param body with every member
 * @param mayBeNull members, as {@code a.b}, that may be null
 */
record CommandExample(String endpoint, String path, String type, String body, Set<String> mayBeNull) {

    static final JsonMapper JSON = new JsonMapper();
    private static final String ANY_JSON = "application/json";
    private static final String NEW_PRODUCT = """
            {"sku":"NEW-1","name":"Mug","description":"A mug.","brand":"Potters","category":"Kitchen/Mugs",\
            "attributes":{"colour":"blue"},"price":{"amount":"12.50","currency":"GBP"},\
            "images":["https://img.example/mug.jpg"]}""";
    private static final String PATCH = """
            {"name":"Cup","description":"A cup.","brand":"Kilns","category":"Kitchen/Cups",\
            "attributes":{"colour":"red"},"price":{"amount":"9.50","currency":"GBP"},\
            "images":["https://img.example/cup.jpg"]}""";
    private static final String NEW_CART = """
            {"id":"cart-new","lines":[{"sku":"MUG-1","quantity":2,"locationId":"MAIN"}],"ttlSeconds":60,\
            "locationPolicy":"given","reference":"order 9"}""";
    private static final String RETURN = """
            {"lines":[{"sku":"MUG-1","quantity":1,"locationId":"MAIN","condition":"unavailable"}],\
            "reference":"slip 4"}""";

    private static final String RECEIPT = """
            {"locationId":"MAIN","quantity":5,"reference":"note 12","incomingId":"%s",\
            "occurredAt":"2026-01-31T11:15:30+01:00"}""".formatted(derivedId("incoming"));
    private static final String ADJUSTMENT = """
            {"locationId":"MAIN","delta":-1,"reason":"damaged","reference":"shelf 3","from":"unavailable",\
            "occurredAt":"2026-01-31T10:15:30Z"}""";
    private static final String POLICY = """
            {"locationId":"MAIN","safetyStock":1,"reorderPoint":5,"backorderLimit":2}""";
    private static final String DELIVERY = """
            {"locationId":"MAIN","quantity":5,"expectedOn":"2026-01-31","reference":"order 9"}""";

    static final List<CommandExample> ALL = List.of(
            of("POST /v1/products", NEW_PRODUCT, "description", "brand", "category", "attributes", "images"),
            new CommandExample(
                    "PATCH /v1/products/{sku}",
                    "/v1/products/MUG-1",
                    "application/merge-patch+json",
                    PATCH,
                    Set.of("description", "brand", "category", "attributes", "attributes.colour", "images")),
            of("PUT /v1/products/{sku}/price", "{\"price\":{\"amount\":\"9.75\",\"currency\":\"GBP\"}}"),
            of("POST /v1/products/{sku}/discontinue", "{}"),
            of("POST /v1/products/{sku}/reactivate", "{}"),
            of("POST /v1/locations", "{\"id\":\"NEW-PLACE\",\"name\":\"A new place\"}"),
            of("POST /v1/inventory/{sku}/receipts", RECEIPT, "reference", "incomingId", "occurredAt"),
            of("POST /v1/inventory/{sku}/adjustments", ADJUSTMENT, "reference", "from", "occurredAt"),
            of("PUT /v1/inventory/{sku}/policy", POLICY, "locationId", "safetyStock", "reorderPoint", "backorderLimit"),
            of(
                    "POST /v1/inventory/{sku}/unavailable",
                    "{\"locationId\":\"MAIN\",\"delta\":5,\"reason\":\"damaged\",\"reference\":\"shelf 3\"}",
                    "reference"),
            of(
                    "POST /v1/inventory/{sku}/counts",
                    "{\"locationId\":\"MAIN\",\"counted\":5,\"countedAt\":\"2026-01-31T10:15:30Z\"}",
                    "countedAt"),
            of(
                    "POST /v1/inventory/{sku}/transfers",
                    "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":5,\"reference\":\"van 3\"}",
                    "reference"),
            new CommandExample(
                    "POST /v1/transfers/{id}/receive",
                    "/v1/transfers/" + TransferId.of(new Sku("MUG-1"), derivedId("transfer")) + "/receive",
                    ANY_JSON,
                    "{\"quantity\":5,\"last\":true}",
                    Set.of("quantity", "last")),
            of("POST /v1/inventory/{sku}/incoming", DELIVERY, "reference"),
            new CommandExample(
                    "POST /v1/inventory/{sku}/incoming/{id}/cancel",
                    "/v1/inventory/MUG-1/incoming/" + derivedId("incoming") + "/cancel",
                    ANY_JSON,
                    "{}",
                    Set.of()),
            of("POST /v1/reservations", NEW_CART, "id", "ttlSeconds", "locationPolicy", "reference"),
            of("POST /v1/reservations/{id}/extend", "{\"ttlSeconds\":600}"),
            of(
                    "PUT /v1/reservations/{id}/lines",
                    "{\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":2,\"locationId\":\"MAIN\"}]}",
                    "lines.0.locationId"),
            of("POST /v1/reservations/{id}/confirm", "{\"ifExpired\":\"rehold\"}", "ifExpired"),
            of("POST /v1/reservations/{id}/ship", "{\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}", "lines"),
            of("POST /v1/reservations/{id}/return", RETURN, "lines.0.locationId", "reference"),
            new CommandExample(
                    "POST /v1/jobs/{id}/cancel",
                    "/v1/jobs/job-1/cancel",
                    ANY_JSON,
                    "{\"reason\":\"the wrong file\"}",
                    Set.of("reason")),
            new CommandExample(
                    "POST /v1/reservations/{id}/cancel", "/v1/reservations/cart-3/cancel", ANY_JSON, "{}", Set.of()),
            new CommandExample(
                    "POST /v1/reservations/{id}/release", "/v1/reservations/cart-2/release", ANY_JSON, "{}", Set.of()));

    /** Those of webhooks, which cannot be executed later: a stored answer would have the secret. */
    static final List<CommandExample> WEBHOOKS = List.of(
            of(
                    "POST /v1/webhooks",
                    "{\"url\":\"https://erp.example/stock\",\"types\":[\"stock.*\"],\"skuPrefix\":\"MUG-\",\"locationId\":\"MAIN\","
                            + "\"description\":\"ERP\"}",
                    "types",
                    "skuPrefix",
                    "locationId",
                    "description"),
            webhook(
                    "PATCH /v1/webhooks/{id}",
                    "application/merge-patch+json",
                    "{\"url\":\"https://erp.example/units\",\"types\":[\"stock.StockRanLow\"],\"skuPrefix\":\"CUP-\",\"locationId\":\"SHOP\","
                            + "\"description\":\"Till\"}",
                    "types",
                    "skuPrefix",
                    "locationId",
                    "description"),
            webhook(
                    "POST /v1/webhooks/{id}/rotate-secret",
                    ANY_JSON,
                    "{\"previousUntil\":\"2026-01-31T10:15:30Z\"}",
                    "previousUntil"),
            webhook("POST /v1/webhooks/{id}/pause", ANY_JSON, "{\"reason\":\"The ERP moves.\"}", "reason"),
            webhook("POST /v1/webhooks/{id}/resume", ANY_JSON, "{}"),
            // One of the members would be valid.
            webhook(
                    "POST /v1/webhooks/{id}/replay",
                    ANY_JSON,
                    "{\"afterPosition\":7,\"from\":\"2026-01-31T10:15:30Z\"}",
                    "afterPosition",
                    "from"),
            webhook("POST /v1/webhooks/{id}/skip", ANY_JSON, "{\"eventId\":\"0d9f2c64-6a3f-4c2e-9d0a-6f4f6c1b7a11\"}"),
            webhook("POST /v1/webhooks/{id}/remove", ANY_JSON, "{}"));

    private static CommandExample webhook(String endpoint, String type, String body, String... mayBeNull) {
        String path = endpoint.substring(endpoint.indexOf(' ') + 1)
                .replace("{id}", derivedId("webhook").toString());
        return new CommandExample(endpoint, path, type, body, Set.of(mayBeNull));
    }

    /** The id that the service derives from the fixture's idempotency key. */
    private static UUID derivedId(String name) {
        return UUID.nameUUIDFromBytes((name + " " + CommandHarness.KEY + name).getBytes(StandardCharsets.US_ASCII));
    }

    private static CommandExample of(String endpoint, String body, String... mayBeNull) {
        String path = endpoint.substring(endpoint.indexOf(' ') + 1)
                .replace("{sku}", "MUG-1")
                .replace("{id}", "cart-1");
        return new CommandExample(endpoint, path, ANY_JSON, body, Set.of(mayBeNull));
    }

    String method() {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    String route() {
        return endpoint.substring(endpoint.indexOf(' ') + 1);
    }

    /** The members of the body, nested ones too, as {@code a.b}. */
    List<String> members() {
        List<String> members = new ArrayList<>();
        collect(JSON.readTree(body), "", members);
        return members;
    }

    private static void collect(JsonNode node, String path, List<String> members) {
        if (node instanceof ObjectNode object) {
            object.propertyNames().forEach(name -> {
                String here = path.isEmpty() ? name : path + "." + name;
                members.add(here);
                collect(object.get(name), here, members);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                members.add(path + "." + i);
                collect(array.get(i), path + "." + i, members);
            }
        }
    }

    JsonNode at(String member) {
        JsonNode node = JSON.readTree(body);
        for (String step : member.split("\\.", -1)) {
            node = node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
        }
        return node;
    }

    /** The body with another value of one member. */
    String with(String member, String json) {
        String mark = "@@@";
        return changed(member, value -> JSON.getNodeFactory().stringNode(mark)).replace("\"" + mark + "\"", json);
    }

    private String changed(String member, Function<JsonNode, JsonNode> change) {
        JsonNode root = JSON.readTree(body);
        String[] steps = member.split("\\.", -1);
        JsonNode parent = root;
        for (String step : Arrays.copyOf(steps, steps.length - 1)) {
            parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        String last = steps[steps.length - 1];
        if (parent instanceof ObjectNode object) {
            object.set(last, change.apply(object.get(last)));
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), change.apply(array.get(Integer.parseInt(last))));
        }
        return JSON.writeValueAsString(root);
    }
}
