package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order of each return, which the file does not name: the latest order before the return that has as many units
 * of the SKU not returned yet, by the same customer if there is one, otherwise by any customer.
 */
final class ReturnMatching {

    private final Map<Integer, Invoice> orders = new HashMap<>();
    private final Map<String, List<Sold>> soldBySku = new HashMap<>();

    /** Units of one SKU that an order shipped and that were not returned. */
    private static final class Sold {
        private final Invoice order;
        private long remaining;

        Sold(Invoice order, long remaining) {
            this.order = order;
            this.remaining = remaining;
        }

        boolean hasCustomerOf(DayRow row) {
            return !row.customer().isEmpty() && order.sales().get(0).customer().equals(row.customer());
        }
    }

    ReturnMatching(List<Invoice> invoices) {
        for (Invoice invoice : invoices) {
            invoice.soldBySku()
                    .forEach((sku, units) -> soldBySku
                            .computeIfAbsent(sku, key -> new ArrayList<>())
                            .add(new Sold(invoice, units)));
            invoice.adjustments().stream().filter(DayRow::isReturn).forEach(this::match);
        }
    }

    private void match(DayRow row) {
        long units = Math.abs(row.quantity());
        Sold found = null;
        for (Sold sold : soldBySku.getOrDefault(row.sku(), List.of())) {
            if (sold.remaining >= units && (found == null || sold.hasCustomerOf(row) || !found.hasCustomerOf(row))) {
                found = sold;
            }
        }
        if (found != null) {
            found.remaining -= units;
            orders.put(row.line(), found.order);
        }
    }

    @Nullable
    Invoice orderOf(DayRow row) {
        return orders.get(row.line());
    }
}
