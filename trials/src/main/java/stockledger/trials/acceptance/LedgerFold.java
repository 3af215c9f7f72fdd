package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An independent fold of the file: the products and opening stock that the day needs, and the stock and movements that
 * the service must have afterwards. It uses no answers of the service.
 */
final class LedgerFold {

    private final RunNames names;
    private final Map<String, CatalogEntry> catalog = new LinkedHashMap<>();
    private final Map<String, Long> opening = new TreeMap<>();
    private final Map<String, List<Movement>> movements = new LinkedHashMap<>();
    private final List<Invoice> invoices = new ArrayList<>();
    private final ReturnMatching returns;

    LedgerFold(ShopDay day, RunNames names) {
        this.names = names;
        Map<String, List<DayRow>> byInvoice = new LinkedHashMap<>();
        for (DayRow row : day.rows()) {
            catalog.merge(row.sku(), CatalogEntry.of(row.sku()).with(row), (known, fresh) -> known.with(row));
            byInvoice.computeIfAbsent(row.invoice(), key -> new ArrayList<>()).add(row);
            if (row.isSale() || row.isWriteOff()) {
                opening.merge(row.sku(), Math.abs(row.quantity()), Long::sum);
            }
        }
        byInvoice.forEach((number, rows) -> invoices.add(new Invoice(number, rows)));
        returns = new ReturnMatching(invoices);
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
     * The movement of a return or write-off. A return of goods that the file did not sell before is an adjustment.
     */
    Movement change(DayRow row) {
        if (orderOf(row) != null) {
            return Movement.returned(names.location(), Math.abs(row.quantity()), names.rowReference(row));
        }
        long delta = row.isReturn() ? Math.abs(row.quantity()) : row.quantity();
        return Movement.adjustment(names.location(), delta, names.rowReference(row), AdjustmentReason.of(row));
    }

    /** The order of a returned row; null when it is no return, or the file has no matching sale before it. */
    @Nullable
    Invoice orderOf(DayRow row) {
        return returns.orderOf(row);
    }

    RunNames names() {
        return names;
    }

    /** Every SKU with a valid row, in the order of the file. */
    List<CatalogEntry> catalog() {
        return List.copyOf(catalog.values());
    }

    /** SKUs with opening stock: the sum of all sales and write-offs, so that no order of execution runs out of stock. */
    List<String> stocked() {
        return List.copyOf(opening.keySet());
    }

    long opening(String sku) {
        return opening.getOrDefault(sku, 0L);
    }

    /** In the order of their first rows in the file. */
    List<Invoice> invoices() {
        return List.copyOf(invoices);
    }

    /** Invoices with sales, which become reservations. */
    List<Invoice> orders() {
        return invoices.stream().filter(invoice -> !invoice.sales().isEmpty()).toList();
    }

    /** Units on hand at the end of the day. */
    long onHand(String sku) {
        return movements(sku).stream().mapToLong(Movement::delta).sum();
    }

    /** All expected movements of a SKU, in no particular order. */
    List<Movement> movements(String sku) {
        return List.copyOf(movements.getOrDefault(sku, List.of()));
    }
}
