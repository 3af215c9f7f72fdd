package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import stockledger.standalone.sample.Catalog.Location;

/** Days of orders, each followed by returns, damages and deliveries. */
final class OrderDays {

    private static final int DAYS = 5;
    private static final int ORDERS_PER_DAY = 30;
    private static final int FIRST_ORDER = 1001;
    private static final int MAX_LINES = 4;
    private static final int MAX_UNITS = 3;
    private static final int RELEASED_PERCENT = 8;
    private static final int RETURNED_PERCENT = 10;
    private static final int DAMAGES_PER_DAY = 3;
    private static final int DELIVERIES_PER_DAY = 8;
    private static final int DELIVERY_UNITS = 24;

    /** A day, so that the carts left open can be tried out. */
    private static final int CART_TTL_SECONDS = 86_400;

    private final Catalog catalog;
    private final SimulatedStock stock;
    private final Random random;
    private int orders = FIRST_ORDER;

    OrderDays(Catalog catalog, SimulatedStock stock, Random random) {
        this.catalog = catalog;
        this.stock = stock;
        this.random = random;
    }

    /** The last status of an order. */
    private enum Outcome {
        HELD,
        RELEASED,
        CONFIRMED,
        SHIPPED
    }

    private record Order(String id, Location location, Map<String, Integer> lines, Outcome outcome) {}

    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            List<Order> today = new ArrayList<>();
            for (int i = 0; i < ORDERS_PER_DAY; i++) {
                today.add(order(day, i));
            }
            phases.add(new Phase(
                    "orders of day " + day,
                    today.stream().map(OrderDays::commands).toList()));
            phases.add(new Phase("returns and deliveries of day " + day, returnsAndDeliveries(day, today)));
        }
        return phases;
    }

    private Order order(int day, int i) {
        Location location =
                catalog.locations().get(random.nextInt(catalog.locations().size()));
        List<String> skus = stock.skusAt(location.id());
        Map<String, Integer> lines = new TreeMap<>();
        for (int line = 1 + random.nextInt(MAX_LINES); line > 0; line--) {
            String sku = skus.get(random.nextInt(skus.size()));
            int units = Math.min(1 + random.nextInt(MAX_UNITS), stock.available(location.id(), sku));
            if (units > 0 && !lines.containsKey(sku) && stock.take(location.id(), sku, units)) {
                lines.put(sku, units);
            }
        }
        return new Order("web-" + orders++, location, lines, outcome(day, i));
    }

    private Outcome outcome(int day, int i) {
        int tenth = ORDERS_PER_DAY / 10;
        if (random.nextInt(100) < RELEASED_PERCENT) {
            return Outcome.RELEASED;
        }
        if (day < DAYS || i < ORDERS_PER_DAY - 3 * tenth) {
            return Outcome.SHIPPED;
        }
        return i < ORDERS_PER_DAY - tenth ? Outcome.CONFIRMED : Outcome.HELD;
    }

    private static List<Command> commands(Order order) {
        List<Map<String, Object>> lines = new ArrayList<>();
        order.lines()
                .forEach((sku, units) -> lines.add(Map.of(
                        "sku",
                        sku,
                        "quantity",
                        units,
                        "locationId",
                        order.location().id())));
        List<Command> commands = new ArrayList<>();
        commands.add(new Command(
                "/v1/reservations",
                Map.of("id", order.id(), "lines", lines, "ttlSeconds", CART_TTL_SECONDS, "reference", order.id())));
        switch (order.outcome()) {
            case HELD -> {}
            case RELEASED -> commands.add(next(order, "release"));
            case CONFIRMED -> commands.add(next(order, "confirm"));
            case SHIPPED -> {
                commands.add(next(order, "confirm"));
                commands.add(next(order, "ship"));
            }
        }
        return commands;
    }

    private static Command next(Order order, String action) {
        return new Command("/v1/reservations/" + order.id() + "/" + action, Map.of());
    }

    private List<List<Command>> returnsAndDeliveries(int day, List<Order> today) {
        List<List<Command>> tasks = new ArrayList<>();
        for (Order order : today) {
            if (order.outcome() == Outcome.SHIPPED && random.nextInt(100) < RETURNED_PERCENT) {
                String sku = order.lines().keySet().iterator().next();
                tasks.add(List.of(adjustment(sku, order.location().id(), 1, "return", "return of " + order.id())));
                stock.receive(order.location().id(), sku, 1);
            }
        }
        for (int i = 1; i <= DAMAGES_PER_DAY; i++) {
            Location location = catalog.locations().get(i % catalog.locations().size());
            String sku = randomSku(location);
            if (stock.take(location.id(), sku, 1)) {
                tasks.add(List.of(adjustment(sku, location.id(), -1, "damaged", "damage D%d-%d".formatted(day, i))));
            }
        }
        for (int i = 1; i <= DELIVERIES_PER_DAY; i++) {
            Location location = catalog.locations().get(i % 2);
            String sku = randomSku(location);
            stock.receive(location.id(), sku, DELIVERY_UNITS);
            tasks.add(
                    List.of(Scenario.receipt(sku, location.id(), DELIVERY_UNITS, "delivery D%d-%d".formatted(day, i))));
        }
        return tasks;
    }

    private String randomSku(Location location) {
        List<String> skus = stock.skusAt(location.id());
        return skus.get(random.nextInt(skus.size()));
    }

    private static Command adjustment(String sku, String location, int delta, String reason, String reference) {
        return new Command(
                "/v1/inventory/" + sku + "/adjustments",
                Map.of("locationId", location, "delta", delta, "reason", reason, "reference", reference));
    }
}
