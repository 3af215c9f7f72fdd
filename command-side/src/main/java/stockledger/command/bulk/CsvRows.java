package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import stockledger.command.http.BodyRefused;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowType.Column;
import stockledger.events.bulk.StoredRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of a CSV file (RFC 4180) with a header line, which tells the delimiter: comma, semicolon or tab. Empty cells have no
 * value; empty lines are skipped.
 */
final class CsvRows implements RowSource {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");
    private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\t\r]");
    static final String MALFORMED = "malformed-csv";

    private static final String TOO_LONG = "row-too-long";
    private static final int MAX_SHOWN = 100;

    private final CsvText text;
    private final Delimiter delimiter;
    private final int maxLength;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<Cell> cells = new ArrayList<>();

    /** The JSON member of a column. */
    private record Cell(String[] path, BulkRowType.Type type) {}

    /**
     * @param maxLength of a row, in characters; longer ones fail alone
     */
    CsvRows(Utf8 utf8, BulkRowType rowType, int maxLength) throws IOException {
        BufferedReader buffered = new BufferedReader(utf8);
        this.maxLength = maxLength;
        this.delimiter = Delimiter.of(buffered, maxLength, rowType);
        this.text = new CsvText(buffered, delimiter.character(), maxLength);
        this.parser = CSVParser.builder()
                .setReader(text)
                .setFormat(CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(delimiter.character())
                        .get())
                .get();
        this.records = parser.iterator();
        readHeadings(rowType);
    }

    private void readHeadings(BulkRowType rowType) throws IOException {
        CSVRecord headings = nextRecord();
        CsvText.Row row = headings == null ? null : text.next();
        while (headings != null && isEmpty(headings)) {
            headings = nextRecord();
            row = headings == null ? null : text.next();
        }
        if (row != null && row.isTooLong()) {
            throw BodyRefused.malformed(TOO_LONG, "The header " + tooLong());
        }
        if (headings == null) {
            throw BodyRefused.malformed("no-rows", "The body is empty.");
        }
        Set<String> seen = new HashSet<>();
        for (String heading : headings) {
            Column column = rowType.columns().stream()
                    .filter(one -> one.matches(heading.strip()))
                    .findFirst()
                    .orElseThrow(() -> BodyRefused.malformed(
                            "unknown-column",
                            "The header, separated by " + delimiter.plural() + ", names the unknown column \""
                                    + shown(heading.strip()) + "\". Known columns: " + known(rowType)));
            if (!seen.add(heading.strip())) {
                throw BodyRefused.malformed(
                        MALFORMED, "The header names the column \"" + heading.strip() + "\" twice.");
            }
            cells.add(new Cell(path(heading.strip(), column), column.type()));
        }
        for (Column column : rowType.columns()) {
            if (column.required() && !seen.contains(column.name())) {
                throw BodyRefused.malformed(
                        "missing-column",
                        "The header, separated by " + delimiter.plural() + ", lacks the column " + column.name() + ".");
            }
        }
    }

    private String tooLong() {
        return "exceeds the maximum length of " + maxLength + " characters.";
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }

    private static String known(BulkRowType rowType) {
        return String.join(", ", rowType.columns().stream().map(Column::name).toList()) + ".";
    }

    /** For a column that ends in {@code *}, only the first dot nests: {@code attributes.size.of it}. */
    private static String[] path(String heading, Column column) {
        return column.name().endsWith(".*") ? heading.split("\\.", 2) : heading.split("\\.", -1);
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            CSVRecord record = nextRecord();
            if (record == null) {
                return null;
            }
            CsvText.Row read = text.next();
            if (read.isTooLong()) {
                return new Row("", StoredRow.unreadable(read.line(), TOO_LONG, "The row " + tooLong()));
            }
            if (!isEmpty(record)) {
                return row(record, read.line());
            }
        }
    }

    private static boolean isEmpty(CSVRecord record) {
        return record.size() == 1 && record.get(0).isBlank();
    }

    private @Nullable CSVRecord nextRecord() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw CsvText.unbalanced(text.failedLine());
            }
            throw e.getCause();
        }
    }

    private Row row(CSVRecord record, int line) {
        if (record.size() != cells.size()) {
            return new Row(
                    "",
                    StoredRow.unreadable(
                            line,
                            "wrong-columns",
                            "The row has " + record.size() + " columns, the header " + cells.size() + "."));
        }
        ObjectNode row = JSON.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            String value = withoutGuard(record.get(i));
            if (!value.isEmpty()) {
                put(row, cells.get(i), value);
            }
        }
        return new Row(row.path("sku").asString(""), StoredRow.of(line, row.toString()));
    }

    /** Downloads have an apostrophe before what a spreadsheet would take for a formula: without it, they can be sent again. */
    private static String withoutGuard(String cell) {
        return GUARDED.matcher(cell).lookingAt() ? cell.substring(1) : cell;
    }

    private static void put(ObjectNode row, Cell cell, String value) {
        ObjectNode within = row;
        int last = cell.path().length - 1;
        for (int step = 0; step < last; step++) {
            within = within.withObject("/" + cell.path()[step]);
        }
        String name = cell.path()[last];
        if (cell.type() == BulkRowType.Type.NUMBER
                && WHOLE_NUMBER.matcher(value).matches()) {
            within.put(name, new BigInteger(value));
        } else if (cell.type() == BulkRowType.Type.TEXT_LIST) {
            within.putArray(name).addAll(texts(value));
        } else {
            within.put(name, value);
        }
    }

    private static List<JsonNode> texts(String value) {
        List<JsonNode> texts = new ArrayList<>();
        for (String text : value.strip().split("\\s+", -1)) {
            texts.add(JSON.stringNode(text));
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
