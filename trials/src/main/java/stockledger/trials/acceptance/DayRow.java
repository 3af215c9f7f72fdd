package stockledger.trials.acceptance;

import java.math.BigDecimal;

/**
 * One order line that can be played.
 *
 * @param line its line in the file, the header being 1
 * @param invoice {@code C…} for goods that came back
 * @param description blank when the file has none
 * @param quantity units; below 0 for goods that came back or were written off, never 0
 * @param price in GBP with two decimals, 0.00 when the file names none
 * @param customer blank when the file has none
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
