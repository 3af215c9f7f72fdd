package stockledger.query.count;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stockledger.query.count.Cause.Kind;
import stockledger.query.count.CountedStock.OpenAllocation;

/** Finds confirmed orders whose units have left although no shipment is recorded. docs/operations.md lists the scores. */
final class ShipmentRules {

    /** Without enough orders to learn it from: an order ships within a day of its confirmation. */
    static final long DEFAULT_MILLIS = Duration.ofDays(1).toMillis();

    private static final int MIN_ORDERS = 10;
    private static final double USUAL_SHARE = 0.9;
    private static final double MUCH_LATER = 3;
    private static final double LATER = 1.5;
    private static final double SCORE_MUCH_LATER = 0.9;
    private static final double SCORE_LATER = 0.75;
    private static final double SCORE_LATE = 0.45;
    private static final int OVERTAKEN = 3;
    private static final double FOR_OVERTAKEN = 0.05;

    /** One order fits by chance less often than the sum of some. */
    private static final double SEVERAL = 0.8;

    private static final int MAX_COMBINED = 8;

    /** The other SKUs of the order in the sheet miss their units, too. */
    private static final double CORROBORATED = 1.05;

    /** The other SKUs of the order in the sheet are all there. */
    private static final double CONTRADICTED = 0.6;

    private final long usualMillis;
    private final Map<String, Order> orders = new HashMap<>();

    /** The SKUs of a sheet that an open order has allocated, by what was counted of them. */
    private static final class Order {

        private final Set<String> missing = new HashSet<>();
        private final Set<String> present = new HashSet<>();
    }

    ShipmentRules(List<CountedStock> sheet) {
        usualMillis = usualMillis(sheet);
        for (CountedStock stock : sheet) {
            for (OpenAllocation allocation : stock.allocations()) {
                Order order = orders.computeIfAbsent(allocation.reservationId(), absent -> new Order());
                if (stock.difference() == -allocation.open()) {
                    order.missing.add(stock.sku());
                } else if (stock.difference() == 0) {
                    order.present.add(stock.sku());
                }
            }
        }
    }

    /** The time within which 9 of 10 orders of the sheet shipped. */
    long usualMillis() {
        return usualMillis;
    }

    private static long usualMillis(List<CountedStock> sheet) {
        List<Long> millis = sheet.stream()
                .flatMap(stock -> stock.shippingMillis().stream())
                .sorted()
                .toList();
        return millis.size() < MIN_ORDERS ? DEFAULT_MILLIS : millis.get((int) (millis.size() * USUAL_SHARE));
    }

    static long ageMillis(CountedStock stock, OpenAllocation order) {
        return Duration.between(order.event().at(), stock.countedAt()).toMillis();
    }

    List<Cause> causes(CountedStock stock, Fit fit) {
        List<Cause> found = new ArrayList<>();
        if (stock.difference() >= 0) {
            return found;
        }
        List<OpenAllocation> late = stock.allocations().stream()
                .filter(order -> order.open() > 0 && ageMillis(stock, order) > usualMillis)
                .sorted(Comparator.comparing(order -> order.event().at()))
                .toList();
        for (OpenAllocation order : late) {
            double score = lateness(stock, order) * fit.of(-order.open());
            if (score > 0) {
                found.add(cause(stock, List.of(order), score));
            }
        }
        if (found.isEmpty() && late.size() > 1 && late.size() <= MAX_COMBINED) {
            combined(stock, fit, late, found);
        }
        return found;
    }

    private void combined(CountedStock stock, Fit fit, List<OpenAllocation> late, List<Cause> found) {
        for (int chosen = 1; chosen < 1 << late.size(); chosen++) {
            if (Integer.bitCount(chosen) > 1) {
                List<OpenAllocation> some = new ArrayList<>();
                for (int i = 0; i < late.size(); i++) {
                    if ((chosen & 1 << i) != 0) {
                        some.add(late.get(i));
                    }
                }
                long units = some.stream().mapToLong(OpenAllocation::open).sum();
                double score = SEVERAL
                        * fit.of(-units)
                        * some.stream()
                                .mapToDouble(order -> lateness(stock, order))
                                .min()
                                .orElse(0);
                if (score > 0) {
                    found.add(cause(stock, some, score));
                }
            }
        }
    }

    private double lateness(CountedStock stock, OpenAllocation allocation) {
        double times = ageMillis(stock, allocation) / (double) Math.max(1, usualMillis);
        double score = SCORE_LATE;
        if (times >= LATER) {
            score = times >= MUCH_LATER ? SCORE_MUCH_LATER : SCORE_LATER;
        }
        score += allocation.overtaken() >= OVERTAKEN ? FOR_OVERTAKEN : 0;
        Order order = orders.getOrDefault(allocation.reservationId(), new Order());
        if (order.missing.stream().anyMatch(sku -> !sku.equals(stock.sku()))) {
            return score * CORROBORATED;
        }
        return order.present.isEmpty() ? score : score * CONTRADICTED;
    }

    private static Cause cause(CountedStock stock, List<OpenAllocation> orders, double score) {
        long units = orders.stream().mapToLong(OpenAllocation::open).sum();
        OpenAllocation first = orders.get(0);
        String which = orders.size() == 1
                ? "Order " + first.reservationId() + " of " + ReceiptRules.units(units) + " was"
                : orders.size() + " orders of " + ReceiptRules.units(units) + " together were";
        String explanation = which + " confirmed "
                + ReceiptRules.text(Duration.ofMillis(ageMillis(stock, first)))
                + " before the count, without a shipment. "
                + (first.overtaken() == 0 ? "" : "Orders that were confirmed later have: " + first.overtaken() + ". ")
                + "The units may have left without a recorded shipment.";
        return new Cause(
                        Kind.MISSED_SHIPMENT,
                        -units,
                        0,
                        explanation,
                        null,
                        orders.stream().map(OpenAllocation::event).toList(),
                        orders.stream()
                                .map(order -> Corrections.ship(
                                        order.reservationId(), stock.sku(), order.open() + order.elsewhere()))
                                .toList())
                .scored(score);
    }
}
