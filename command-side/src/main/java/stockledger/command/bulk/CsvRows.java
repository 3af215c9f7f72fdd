package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import stockledger.command.http.RowMapping;
import stockledger.events.bulk.StoredRow;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of a CSV file (RFC 4180) with a header line, which tells the delimiter: comma, semicolon or tab. Empty cells have no
 * value; empty lines are skipped.
 */
final class CsvRows implements RowSource {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\t\r]");
    static final String MALFORMED = "malformed-csv";

    private static final String TOO_LONG = "row-too-long";
    private static final int MAX_SHOWN = 100;

    private final CsvText text;
    private final Delimiter delimiter;
    private final int maxLength;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final @Nullable RowMapping mapping;
    private final List<Cell> cells = new ArrayList<>();

    /** Of all columns; empty once they are stored. */
    private final List<String> unstoredHeadings = new ArrayList<>();

    /**
     * What a column of the file is.
     *
     * @param column null for one that a mapping reads
     */
    private record Cell(String heading, @Nullable Column column) {

        /** Of a column that a mapping does not read. */
        static final Cell IGNORED = new Cell("", null);

        boolean isIgnored() {
            return column == null && heading.isEmpty();
        }

        void put(ObjectNode row, String value) {
            if (column != null) {
                column.put(row, heading, value);
            } else if (!isIgnored()) {
                row.put(heading, value);
            }
        }
    }

    /**
     * @param maxLength of a row, in characters; longer ones fail alone
     */
    CsvRows(Utf8 utf8, BulkRowType rowType, int maxLength) throws IOException {
        BufferedReader buffered = new BufferedReader(utf8);
        this.maxLength = maxLength;
        this.mapping = rowType.mapping();
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
            throw BodyRefused.malformed(TOO_LONG, "The header " + tooLong() + ".");
        }
        if (headings == null) {
            throw BodyRefused.malformed("no-rows", "The body is empty.");
        }
        Set<String> seen = new HashSet<>();
        for (String heading : headings) {
            Cell cell = cell(heading.strip(), rowType);
            if (!cell.isIgnored() && !seen.add(cell.heading())) {
                throw BodyRefused.malformed(MALFORMED, "The header names the column \"" + cell.heading() + "\" twice.");
            }
            cells.add(cell);
            unstoredHeadings.add(heading.strip());
        }
        String missing = mapping == null ? missing(rowType, seen) : mapping.missing(seen);
        if (!missing.isEmpty()) {
            throw BodyRefused.malformed(
                    "missing-column",
                    "The header, separated by " + delimiter.plural() + ", lacks the column " + missing + ".");
        }
    }

    private Cell cell(String heading, BulkRowType rowType) {
        if (mapping != null) {
            return mapping.reads(heading) ? new Cell(heading, null) : Cell.IGNORED;
        }
        Column column = rowType.columns().stream()
                .filter(one -> one.matches(heading))
                .findFirst()
                .orElseThrow(() -> BodyRefused.malformed(
                        "unknown-column",
                        "The header, separated by " + delimiter.plural() + ", names the unknown column \""
                                + shown(heading) + "\". Known columns: " + known(rowType)));
        return new Cell(heading, column);
    }

    private static String missing(BulkRowType rowType, Set<String> seen) {
        return rowType.columns().stream()
                .filter(column -> column.required() && !seen.contains(column.name()))
                .map(Column::name)
                .findFirst()
                .orElse("");
    }

    private String tooLong() {
        return "exceeds the maximum length of " + maxLength + " characters";
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }

    private static String known(BulkRowType rowType) {
        return String.join(", ", rowType.columns().stream().map(Column::name).toList()) + ".";
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
                String reason = "The row " + tooLong() + " and is not stored.";
                return new Row("", StoredRow.unreadable(read.line(), null, TOO_LONG, reason));
            }
            Row row = isEmpty(record) ? null : row(record, read.line());
            if (row != null) {
                return row;
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

    /** @return null for one that a mapping skips */
    private @Nullable Row row(CSVRecord record, int line) {
        if (record.size() != cells.size()) {
            return new Row(
                    "",
                    StoredRow.unreadable(
                            line,
                            content(record),
                            "wrong-columns",
                            "The row has " + record.size() + " columns, the header " + cells.size() + "."));
        }
        ObjectNode row = JSON.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            String value = withoutGuard(record.get(i));
            if (!value.isEmpty()) {
                cells.get(i).put(row, value);
            }
        }
        if (mapping == null) {
            return new Row(row.path("sku").asString(""), StoredRow.of(line, row.toString()));
        }
        return mapping.skips(row) ? null : new Row(mapping.sku(row), StoredRow.of(line, row.toString()));
    }

    /** The headings are stored once: an upload may have a long header and a million short rows. */
    private String content(CSVRecord record) {
        ArrayNode lines = JSON.arrayNode();
        if (!unstoredHeadings.isEmpty()) {
            unstoredHeadings.forEach(lines.addArray()::add);
            unstoredHeadings.clear();
        }
        ArrayNode row = lines.addArray();
        record.forEach(cell -> row.add(withoutGuard(cell)));
        return lines.toString();
    }

    /** Downloads have an apostrophe before what a spreadsheet would take for a formula: without it, they can be sent again. */
    private static String withoutGuard(String cell) {
        return GUARDED.matcher(cell).lookingAt() ? cell.substring(1) : cell;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
