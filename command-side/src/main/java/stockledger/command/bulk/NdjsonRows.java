package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import stockledger.command.http.BodyRefused;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.RowMapping;
import stockledger.command.http.Rows;
import stockledger.command.http.Rows.RowRefused;
import stockledger.events.bulk.StoredRow;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rows as one JSON object per line. Empty lines are skipped. */
final class NdjsonRows implements RowSource {

    private final BufferedReader text;
    private final Rows rows;
    private final @Nullable RowMapping mapping;
    private final int maxLength;
    private int line;
    private boolean started;

    NdjsonRows(Utf8 text, Rows rows, BulkRowType rowType, int maxLength) {
        this.text = new BufferedReader(text);
        this.rows = rows;
        this.mapping = rowType.mapping();
        this.maxLength = maxLength;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            StringBuilder read = new StringBuilder();
            boolean more = readLine(read);
            if (read.length() > maxLength) {
                String reason = "The row exceeds the maximum length of " + maxLength + " characters and is not stored.";
                return new Row("", StoredRow.unreadable(line, null, "row-too-long", reason));
            }
            String row = read.toString().strip();
            Row found = row.isEmpty() ? null : row(row);
            if (found != null || !more) {
                return found;
            }
        }
    }

    /** Reads to the end of the line, and keeps at most one character more than the maximum. */
    private boolean readLine(StringBuilder read) throws IOException {
        line++;
        for (int next = text.read(); next >= 0; next = text.read()) {
            if (next == '\n') {
                return true;
            }
            if (read.length() <= maxLength) {
                read.append((char) next);
            }
        }
        return false;
    }

    /** @return null for one that a mapping skips */
    private @Nullable Row row(String json) {
        try {
            ObjectNode row = rows.read(json);
            started = true;
            if (mapping == null) {
                return new Row(row.path("sku").asString(""), StoredRow.of(line, json));
            }
            return mapping.skips(row) ? null : new Row(mapping.sku(row), StoredRow.of(line, json));
        } catch (RowRefused e) {
            if (!started) {
                throw BodyRefused.malformed("malformed-ndjson", "The first line is no JSON object.");
            }
            String content = JsonNodeFactory.instance.stringNode(json).toString();
            return new Row("", StoredRow.unreadable(line, content, e.code(), e.reason()));
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
