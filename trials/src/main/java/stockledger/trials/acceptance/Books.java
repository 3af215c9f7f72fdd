package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our own arithmetic over the file: what must be registered and received for the day to be played, and what the
 * service must say afterwards. It knows nothing of what the service answered.
 */
final class Books {

    private final Names names;
    private final Map<String, CatalogEntry> catalog = new LinkedHashMap<>();
    private final Map<String, Long> opening = new TreeMap<>();
    private final Map<String, List<Movement>> movements = new LinkedHashMap<>();
    private final List<Invoice> invoices = new ArrayList<>();
    private final Returns returns;

    Books(ShopDay day, Names names) {
        this.names = names;
        Map<String, List<DayRow>> byInvoice = new LinkedHashMap<>();
        for (DayRow row : day.rows()) {
            catalog.merge(row.sku(), CatalogEntry.of(row.sku()).and(row), (known, fresh) -> known.and(row));
            byInvoice.computeIfAbsent(row.invoice(), key -> new ArrayList<>()).add(row);
            if (row.isSale() || row.isWriteOff()) {
                opening.merge(row.sku(), Math.abs(row.quantity()), Long::sum);
            }
        }
        byInvoice.forEach((number, rows) -> invoices.add(new Invoice(number, rows)));
        returns = new Returns(invoices);
        opening.forEach(
                (sku, units) -> expect(sku, Movement.receipt(names.location(), units, names.openingReference(sku))));
        invoices.forEach(this::expect);
    }

    private void expect(Invoice invoice) {
        String reservation = names.reservation(invoice.number());
        invoice.soldBySku()
                .forEach((sku, units) -> expect(sku, Movement.shipment(names.location(), units, reservation)));
        invoice.adjustments().forEach(row -> expect(row.sku(), change(row)));
    }

    private void expect(String sku, Movement movement) {
        movements.computeIfAbsent(sku, key -> new ArrayList<>()).add(movement);
    }

    /**
     * Goods that came back go up on the shelf again, goods written off leave it. What came back and was never sold, as
     * far as the file tells, is found: an adjustment.
     */
    Movement change(DayRow row) {
        if (orderOf(row) != null) {
            return Movement.comeBack(names.location(), Math.abs(row.quantity()), names.rowReference(row));
        }
        long delta = row.isReturn() ? Math.abs(row.quantity()) : row.quantity();
        return Movement.adjustment(names.location(), delta, names.rowReference(row), AdjustmentReason.of(row));
    }

    /** The order whose goods came back with a row; null when it is no return, or of nothing that the file sold before. */
    @Nullable
    Invoice orderOf(DayRow row) {
        return returns.orderOf(row);
    }

    Names names() {
        return names;
    }

    /** Every SKU that has a row to be played, in the order of the file. */
    List<CatalogEntry> catalog() {
        return List.copyOf(catalog.values());
    }

    /** SKUs that need opening stock: as much as the day takes, so that no order of events can run out. */
    List<String> stocked() {
        return List.copyOf(opening.keySet());
    }

    long opening(String sku) {
        return opening.getOrDefault(sku, 0L);
    }

    /** In the order of the file, by each one's first row. */
    List<Invoice> invoices() {
        return List.copyOf(invoices);
    }

    /** Invoices that sell something, and so become reservations. */
    List<Invoice> orders() {
        return invoices.stream().filter(invoice -> !invoice.sales().isEmpty()).toList();
    }

    /** Units on hand when the day is over. */
    long onHand(String sku) {
        return movements(sku).stream().mapToLong(Movement::delta).sum();
    }

    /** All that must stand in the ledger of a SKU, in no particular order. */
    List<Movement> movements(String sku) {
        return List.copyOf(movements.getOrDefault(sku, List.of()));
    }
}
