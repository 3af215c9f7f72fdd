package stockledger.trials.acceptance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All rows of one invoice number, in the order of the file. */
record Invoice(String number, List<DayRow> rows) {

    Invoice {
        rows = List.copyOf(rows);
    }

    List<DayRow> sales() {
        return rows.stream().filter(DayRow::isSale).toList();
    }

    /** ReturnMatching and write-offs. */
    List<DayRow> adjustments() {
        return rows.stream().filter(row -> !row.isSale()).toList();
    }

    /** Units sold by SKU; an invoice may have several lines of one SKU. */
    Map<String, Long> soldBySku() {
        Map<String, Long> sold = new TreeMap<>();
        sales().forEach(row -> sold.merge(row.sku(), row.quantity(), Long::sum));
        return sold;
    }
}
