package stockledger.trials.acceptance;

import java.math.BigDecimal;

/**
 * A valid row of the file.
 *
 * @param line line number in the file; the header is line 1
 * @param invoice number of the invoice, {@code C…} for a return
 * @param description empty when the file has none
 * @param quantity units, not 0; negative for a return or write-off
 * @param price in GBP with two decimals, 0.00 when the file names none
 * @param customer empty when the file has none
 */
record DayRow(
        int line, String invoice, String sku, String description, long quantity, BigDecimal price, String customer) {

    boolean isReturn() {
        return invoice.startsWith("C");
    }

    boolean isSale() {
        return quantity > 0;
    }

    boolean isWriteOff() {
        return quantity < 0 && !isReturn();
    }
}
