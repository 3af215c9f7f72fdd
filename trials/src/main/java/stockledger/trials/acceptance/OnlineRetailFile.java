package stockledger.trials.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads order lines in the Online Retail format. An invalid row is reported by its line number; reading continues. */
final class OnlineRetailFile {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private final List<DayRow> rows = new ArrayList<>();
    private final List<InvalidRow> invalid = new ArrayList<>();

    private OnlineRetailFile() {}

    /**
     * @throws IOException when the file cannot be read or has another format
     */
    static ShopDay read(Path file) throws IOException {
        // InputStreamReader replaces undecodable bytes, which occur in descriptions only.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return new OnlineRetailFile().read(lines);
        }
    }

    private ShopDay read(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (header == null || !header.replace("\uFEFF", "").strip().equalsIgnoreCase(HEADER)) {
            throw new IOException("not an Online Retail file, its first line must be " + HEADER);
        }
        String line = lines.readLine();
        for (int number = 2; line != null; number++) {
            try {
                rows.add(RowReader.read(number, line));
            } catch (RowReader.Unplayable e) {
                invalid.add(new InvalidRow(number, e.reason(), false));
            }
            line = lines.readLine();
        }
        addRemarks();
        invalid.sort(Comparator.comparingInt(InvalidRow::line));
        return new ShopDay(rows, invalid);
    }

    /** Reports valid rows with missing values. */
    private void addRemarks() {
        Set<String> sold = new HashSet<>();
        rows.stream().filter(DayRow::isSale).forEach(row -> sold.add(row.sku()));
        for (DayRow row : rows) {
            List<String> remarks = new ArrayList<>();
            if (row.description().isEmpty()) {
                remarks.add("no description");
            }
            if (row.price().signum() == 0) {
                remarks.add("price is 0");
            }
            if (row.isReturn() && !sold.contains(row.sku())) {
                remarks.add("return of " + row.sku() + ", which this file never sold");
            }
            if (!remarks.isEmpty()) {
                invalid.add(new InvalidRow(row.line(), String.join("; ", remarks), true));
            }
        }
    }
}
