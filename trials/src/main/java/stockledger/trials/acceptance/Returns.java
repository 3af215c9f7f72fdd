package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * With which order the goods of each return had left. The file does not say, so they are taken to be of the latest order
 * before it that still has so many units of the SKU out: of the same customer, or else of anybody.
 */
final class Returns {

    private final Map<Integer, Invoice> orders = new HashMap<>();
    private final Map<String, List<Sold>> soldBySku = new HashMap<>();

    /** Units of one SKU that left with an order and have not come back. */
    private static final class Sold {
        private final Invoice order;
        private long out;

        Sold(Invoice order, long out) {
            this.order = order;
            this.out = out;
        }

        boolean isOf(DayRow row) {
            return !row.customer().isEmpty() && order.sales().get(0).customer().equals(row.customer());
        }
    }

    Returns(List<Invoice> inOrder) {
        for (Invoice invoice : inOrder) {
            invoice.soldBySku()
                    .forEach((sku, units) -> soldBySku
                            .computeIfAbsent(sku, key -> new ArrayList<>())
                            .add(new Sold(invoice, units)));
            invoice.adjustments().stream().filter(DayRow::isReturn).forEach(this::find);
        }
    }

    private void find(DayRow row) {
        long units = Math.abs(row.quantity());
        Sold found = null;
        for (Sold sold : soldBySku.getOrDefault(row.sku(), List.of())) {
            if (sold.out >= units && (found == null || sold.isOf(row) || !found.isOf(row))) {
                found = sold;
            }
        }
        if (found != null) {
            found.out -= units;
            orders.put(row.line(), found.order);
        }
    }

    @Nullable
    Invoice orderOf(DayRow row) {
        return orders.get(row.line());
    }
}
