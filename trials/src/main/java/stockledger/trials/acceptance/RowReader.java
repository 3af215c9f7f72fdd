package stockledger.trials.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Parses one line of the file. A row never spans lines, so an unclosed quote invalidates one row only. */
final class RowReader {

    private static final int COLUMNS = 8;
    private static final long MAX_QUANTITY = 1_000_000_000L;
    private static final Pattern INVOICE = Pattern.compile("[A-Za-z0-9]{1,20}");
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

    /** Postage, discounts, fees, samples and manual bookings, which the file lists like goods. */
    private static final Set<String> SERVICE_CODES =
            Set.of("POST", "DOT", "C2", "D", "M", "S", "B", "CRUK", "AMAZONFEE", "BANK CHARGES");

    private RowReader() {}

    static DayRow read(int line, String text) throws Unplayable {
        CSVRecord columns = columns(text);
        String invoice = columns.get(0).strip();
        require(INVOICE.matcher(invoice).matches(), "invoice number is not one: " + invoice);
        String sku = columns.get(1).strip();
        require(!SERVICE_CODES.contains(sku.toUpperCase(Locale.ROOT)), "service code, no goods: " + sku);
        require(SKU.matcher(sku).matches(), "not a SKU: " + sku);
        long quantity = quantity(columns.get(3).strip());
        BigDecimal price = price(columns.get(5).strip());
        DayRow row = new DayRow(
                line,
                invoice,
                sku,
                columns.get(2).strip(),
                quantity,
                price,
                columns.get(6).strip());
        require(!row.isReturn() || quantity < 0, "cancellation with a quantity above 0: " + quantity);
        return row;
    }

    private static CSVRecord columns(String text) throws Unplayable {
        require(!text.isBlank(), "empty line");
        List<CSVRecord> records;
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            records = parser.getRecords();
        } catch (IOException | UncheckedIOException e) {
            throw new Unplayable("broken quotes");
        }
        require(records.size() == 1, "not one row");
        CSVRecord columns = records.get(0);
        require(columns.size() == COLUMNS, columns.size() + " columns, not " + COLUMNS);
        return columns;
    }

    private static long quantity(String text) throws Unplayable {
        require(WHOLE_NUMBER.matcher(text).matches(), "quantity is not a whole number: " + text);
        long quantity = Long.parseLong(text);
        require(quantity != 0, "quantity is 0");
        require(Math.abs(quantity) <= MAX_QUANTITY, "quantity is above " + MAX_QUANTITY + ": " + text);
        return quantity;
    }

    private static BigDecimal price(String text) throws Unplayable {
        require(AMOUNT.matcher(text).matches(), "price is not a number: " + text);
        BigDecimal price = new BigDecimal(text).setScale(2, RoundingMode.HALF_UP);
        require(price.signum() >= 0, "price is below 0: " + text);
        return price;
    }

    private static void require(boolean holds, String reason) throws Unplayable {
        if (!holds) {
            throw new Unplayable(reason);
        }
    }

    /** The row is skipped for the given reason. */
    static final class Unplayable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unplayable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
