package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An in-memory implementation of the HTTP contract for one location. */
final class FakeShop {

    /** Small, so that most ledgers have several pages. */
    private static final int PAGE = 2;

    record Reply(int status, ObjectNode body) {}

    private static final class Stock {
        long onHand;
        long held;
        long allocated;
        final List<ObjectNode> movements = new ArrayList<>();
    }

    private static final class Cart {
        final Map<String, Long> lines = new LinkedHashMap<>();
        String status = "held";
    }

    private final Set<String> locations = new HashSet<>();
    private final Map<String, JsonNode> products = new LinkedHashMap<>();
    private final Map<String, Stock> stocks = new HashMap<>();
    private final Map<String, Cart> carts = new HashMap<>();
    private boolean loseNextMovement;

    /** The next movement is acknowledged and lost. */
    void loseNextMovement() {
        loseNextMovement = true;
    }

    Map<String, JsonNode> products() {
        return products;
    }

    Reply openLocation(JsonNode body) {
        return locations.add(body.path("id").asText()) ? created() : problem(409, "location-exists");
    }

    Reply register(JsonNode body) {
        String sku = body.path("sku").asText();
        if (products.putIfAbsent(sku, body) != null) {
            return problem(409, "product-exists");
        }
        stocks.put(sku, new Stock());
        return created();
    }

    Reply receive(String sku, JsonNode body) {
        return change("receipt", sku, body, body.path("quantity").asLong());
    }

    Reply adjust(String sku, JsonNode body) {
        return change("adjustment", sku, body, body.path("delta").asLong());
    }

    private Reply change(String kind, String sku, JsonNode body, long delta) {
        Stock stock = stocks.get(sku);
        String location = body.path("locationId").asText();
        if (stock == null || !locations.contains(location)) {
            return problem(404, stock == null ? "product-not-found" : "location-not-found");
        }
        if (stock.onHand - stock.held - stock.allocated + delta < 0) {
            return problem(409, "insufficient-stock");
        }
        ObjectNode movement = object().put("kind", kind).put("delta", delta).put("locationId", location);
        movement.set("reference", body.path("reference"));
        if (body.has("reason")) {
            movement.set("reason", body.path("reason"));
        }
        move(stock, movement, delta);
        return created();
    }

    private void move(Stock stock, ObjectNode movement, long delta) {
        if (loseNextMovement) {
            loseNextMovement = false;
            return;
        }
        stock.onHand += delta;
        stock.movements.add(0, movement.put("balance", stock.onHand));
    }

    Reply reserve(JsonNode body) {
        String id = body.path("id").asText();
        if (!carts.containsKey(id)) {
            Cart cart = new Cart();
            body.path("lines")
                    .forEach(line -> cart.lines.merge(
                            line.path("sku").asText(), line.path("quantity").asLong(), Long::sum));
            boolean enough = cart.lines.entrySet().stream().allMatch(line -> {
                Stock stock = stocks.getOrDefault(line.getKey(), new Stock());
                return stock.onHand - stock.held - stock.allocated >= line.getValue();
            });
            if (!enough) {
                return problem(409, "insufficient-stock");
            }
            cart.lines.forEach((sku, units) -> stocks.get(sku).held += units);
            carts.put(id, cart);
        }
        return new Reply(201, cart(id));
    }

    Reply confirm(String id) {
        Cart cart = carts.get(id);
        if (cart != null && cart.status.equals("held")) {
            cart.status = "confirmed";
            cart.lines.forEach((sku, units) -> {
                stocks.get(sku).held -= units;
                stocks.get(sku).allocated += units;
            });
        }
        return reservation(id);
    }

    Reply ship(String id) {
        Cart cart = carts.get(id);
        if (cart != null && cart.status.equals("held")) {
            return problem(409, "reservation-not-confirmed");
        }
        if (cart != null && cart.status.equals("confirmed")) {
            cart.status = "shipped";
            cart.lines.forEach((sku, units) -> {
                stocks.get(sku).allocated -= units;
                ObjectNode movement = object().put("kind", "shipment")
                        .put("delta", -units)
                        .put("locationId", "MAIN")
                        .put("reservationId", id);
                move(stocks.get(sku), movement, -units);
            });
        }
        return reservation(id);
    }

    Reply returnUnits(String id, JsonNode body) {
        Cart cart = carts.get(id);
        if (cart == null || !cart.status.equals("shipped")) {
            return problem(409, "return-too-large");
        }
        for (JsonNode line : body.path("lines")) {
            ObjectNode movement = object().put("kind", "return")
                    .put("delta", line.path("quantity").asLong())
                    .put("locationId", "MAIN")
                    .put("reservationId", id);
            movement.set("reference", body.path("reference"));
            move(
                    stocks.get(line.path("sku").asText()),
                    movement,
                    line.path("quantity").asLong());
        }
        return reservation(id);
    }

    Reply reservation(String id) {
        return carts.containsKey(id) ? new Reply(200, cart(id)) : problem(404, "reservation-not-found");
    }

    private ObjectNode cart(String id) {
        ObjectNode node = object().put("id", id).put("status", carts.get(id).status);
        ArrayNode lines = node.putArray("lines");
        carts.get(id)
                .lines
                .forEach((sku, units) -> lines.addObject()
                        .put("sku", sku)
                        .put("quantity", units)
                        .putArray("allocations")
                        .addObject()
                        .put("locationId", "MAIN")
                        .put("quantity", units));
        return node;
    }

    Reply inventory(String sku) {
        Stock stock = stocks.get(sku);
        if (stock == null) {
            return problem(404, "product-not-found");
        }
        ObjectNode node = levels(stock).put("sku", sku);
        node.putArray("levels").add(levels(stock).put("locationId", "MAIN"));
        return new Reply(200, node);
    }

    private static ObjectNode levels(Stock stock) {
        return object().put("onHand", stock.onHand)
                .put("held", stock.held)
                .put("allocated", stock.allocated)
                .put("unavailable", 0)
                .put("available", stock.onHand - stock.held - stock.allocated);
    }

    Reply movements(String sku, int from) {
        List<ObjectNode> all = stocks.getOrDefault(sku, new Stock()).movements;
        int to = Math.min(from + PAGE, all.size());
        ObjectNode node = object();
        node.putArray("items").addAll(all.subList(from, to));
        node.put("nextCursor", to < all.size() ? String.valueOf(to) : null);
        return new Reply(200, node);
    }

    static Reply problem(int status, String code) {
        return new Reply(status, object().put("status", status).put("code", code));
    }

    private static Reply created() {
        return new Reply(201, object());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
