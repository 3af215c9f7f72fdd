package stockledger.query.count;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.query.count.CountedStock.OpenAllocation;

/**
 * Confirmed orders whose units may have left the shelf before the count without anything being wrong: they shipped soon after
 * it, or have not been open for longer than usual.
 */
final class Picking {

    /** Among more orders, any number of units could be found: then the orders are taken to be picked one after another. */
    private static final int MAX_COMBINED = 4;

    /** Each is a sum of units that may have left, with the orders. */
    private final Map<Long, List<OpenAllocation>> sums = new HashMap<>();

    /** Orders that are being picked, as an answer shows them. */
    record Orders(
            @Schema(description = "Units of confirmed orders that explain the difference.")
            long units,

            List<String> reservations) {}

    Picking(CountedStock stock, long usualMillis) {
        List<OpenAllocation> fresh = new ArrayList<>();
        for (OpenAllocation order : stock.allocations()) {
            boolean isFresh = ShipmentRules.ageMillis(stock, order) <= usualMillis;
            long units = order.shippedLater() + (isFresh ? order.open() : 0);
            if (units > 0) {
                fresh.add(new OpenAllocation(order.reservationId(), units, 0, 0, 0, order.event()));
            }
        }
        fresh.sort(Comparator.comparing(order -> order.event().at()));
        for (OpenAllocation order : fresh) {
            sums.putIfAbsent(order.open(), List.of(order));
        }
        if (fresh.size() <= MAX_COMBINED) {
            for (int chosen = 1; chosen < 1 << fresh.size(); chosen++) {
                List<OpenAllocation> some = new ArrayList<>();
                for (int i = 0; i < fresh.size(); i++) {
                    if ((chosen & 1 << i) != 0) {
                        some.add(fresh.get(i));
                    }
                }
                add(some);
            }
        } else {
            for (int end = 1; end <= fresh.size(); end++) {
                add(fresh.subList(0, end));
            }
        }
    }

    private void add(List<OpenAllocation> orders) {
        sums.putIfAbsent(orders.stream().mapToLong(OpenAllocation::open).sum(), List.copyOf(orders));
    }

    /** The orders whose units are missing from the shelf, when they are exactly the difference; otherwise null. */
    @Nullable
    Orders explains(long difference) {
        List<OpenAllocation> orders = sums.get(-difference);
        return orders == null
                ? null
                : new Orders(
                        -difference,
                        orders.stream().map(OpenAllocation::reservationId).toList());
    }
}
