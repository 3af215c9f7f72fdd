package stockledger.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import stockledger.standalone.sample.Catalog.Location;
import stockledger.standalone.sample.Step.Movement;

/** Some days of orders, each with an evening of what came back, what broke and what was bought in. */
final class ShopDays {

    private static final int DAYS = 5;
    private static final int ORDERS_A_DAY = 30;
    private static final int FIRST_ORDER = 1001;
    private static final int MOST_LINES = 4;
    private static final int MOST_UNITS = 3;
    private static final int RELEASED_PERCENT = 8;
    private static final int RETURNED_PERCENT = 10;
    private static final int DAMAGES_A_DAY = 3;
    private static final int DELIVERIES_A_DAY = 8;
    private static final int DELIVERED = 24;

    /** A cart that is still open when the shop is looked at stays open for a day. */
    private static final int OPEN_CART_SECONDS = 86_400;

    private final Catalog catalog;
    private final StockOnPaper stock;
    private final Random random;
    private int orders = FIRST_ORDER;

    ShopDays(Catalog catalog, StockOnPaper stock, Random random) {
        this.catalog = catalog;
        this.stock = stock;
        this.random = random;
    }

    /** How far an order gets. */
    private enum Fate {
        HELD,
        RELEASED,
        CONFIRMED,
        SHIPPED
    }

    private record Order(String id, Location location, Map<String, Integer> lines, Fate fate) {}

    List<Chapter> chapters() {
        List<Chapter> chapters = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            List<Order> today = new ArrayList<>();
            for (int i = 0; i < ORDERS_A_DAY; i++) {
                today.add(order(day, i));
            }
            chapters.add(new Chapter(
                    "day " + day, today.stream().map(ShopDays::errand).toList()));
            chapters.add(new Chapter("evening of day " + day, evening(day, today)));
        }
        return chapters;
    }

    private Order order(int day, int i) {
        Location location =
                catalog.locations().get(random.nextInt(catalog.locations().size()));
        List<String> there = stock.on(location.id());
        Map<String, Integer> lines = new TreeMap<>();
        for (int wanted = 1 + random.nextInt(MOST_LINES); wanted > 0; wanted--) {
            String sku = there.get(random.nextInt(there.size()));
            int units = Math.min(1 + random.nextInt(MOST_UNITS), stock.at(location.id(), sku));
            if (units > 0 && !lines.containsKey(sku) && stock.take(location.id(), sku, units)) {
                lines.put(sku, units);
            }
        }
        return new Order("web-" + orders++, location, lines, fate(day, i));
    }

    private Fate fate(int day, int i) {
        int tenth = ORDERS_A_DAY / 10;
        if (random.nextInt(100) < RELEASED_PERCENT) {
            return Fate.RELEASED;
        }
        if (day < DAYS || i < ORDERS_A_DAY - 3 * tenth) {
            return Fate.SHIPPED;
        }
        return i < ORDERS_A_DAY - tenth ? Fate.CONFIRMED : Fate.HELD;
    }

    private static List<Step> errand(Order order) {
        List<Map<String, Object>> lines = new ArrayList<>();
        order.lines()
                .forEach((sku, units) -> lines.add(Map.of(
                        "sku",
                        sku,
                        "quantity",
                        units,
                        "locationId",
                        order.location().id())));
        List<Step> steps = new ArrayList<>();
        steps.add(Step.repeatable(
                "/v1/reservations",
                Map.of("id", order.id(), "lines", lines, "ttlSeconds", OPEN_CART_SECONDS, "reference", order.id())));
        switch (order.fate()) {
            case HELD -> {}
            case RELEASED -> steps.add(next(order, "release"));
            case CONFIRMED -> steps.add(next(order, "confirm"));
            case SHIPPED -> {
                steps.add(next(order, "confirm"));
                steps.add(next(order, "ship"));
            }
        }
        return steps;
    }

    private static Step next(Order order, String step) {
        return Step.repeatable("/v1/reservations/" + order.id() + "/" + step, Map.of());
    }

    private List<List<Step>> evening(int day, List<Order> today) {
        List<List<Step>> errands = new ArrayList<>();
        for (Order order : today) {
            if (order.fate() == Fate.SHIPPED && random.nextInt(100) < RETURNED_PERCENT) {
                String sku = order.lines().keySet().iterator().next();
                errands.add(List.of(adjustment(sku, order.location().id(), 1, "return", "return of " + order.id())));
                stock.receive(order.location().id(), sku, 1);
            }
        }
        for (int i = 1; i <= DAMAGES_A_DAY; i++) {
            Location location = catalog.locations().get(i % catalog.locations().size());
            String sku = any(location);
            if (stock.take(location.id(), sku, 1)) {
                errands.add(List.of(adjustment(sku, location.id(), -1, "damaged", "damage D%d-%d".formatted(day, i))));
            }
        }
        for (int i = 1; i <= DELIVERIES_A_DAY; i++) {
            Location location = catalog.locations().get(i % 2);
            String sku = any(location);
            stock.receive(location.id(), sku, DELIVERED);
            errands.add(List.of(ShopStory.receipt(sku, location.id(), DELIVERED, "delivery D%d-%d".formatted(day, i))));
        }
        return errands;
    }

    private String any(Location location) {
        List<String> there = stock.on(location.id());
        return there.get(random.nextInt(there.size()));
    }

    private static Step adjustment(String sku, String location, int delta, String reason, String reference) {
        return new Step(
                "/v1/inventory/" + sku + "/adjustments",
                Map.of("locationId", location, "delta", delta, "reason", reason, "reference", reference),
                new Movement(sku, reference));
    }
}
