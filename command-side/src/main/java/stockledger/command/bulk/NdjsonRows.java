package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import stockledger.command.http.BodyRefused;
import stockledger.command.http.Rows;
import stockledger.command.http.Rows.RowRefused;
import stockledger.events.bulk.StoredRow;

/** Rows of which each is a JSON object on a line of its own. Empty lines are passed over. */
final class NdjsonRows implements RowSource {

    private final BufferedReader text;
    private final Rows rows;
    private final int longest;
    private int line;
    private boolean begun;

    NdjsonRows(Utf8 text, Rows rows, int longest) {
        this.text = new BufferedReader(text);
        this.rows = rows;
        this.longest = longest;
    }

    @Override
    public @Nullable Sent next() throws IOException {
        while (true) {
            StringBuilder read = new StringBuilder();
            boolean more = readLine(read);
            if (read.length() > longest) {
                return new Sent("", StoredRow.unreadable(line, "row-too-long", "The row is longer than any can be."));
            }
            String row = read.toString().strip();
            if (!row.isEmpty()) {
                return sent(row);
            }
            if (!more) {
                return null;
            }
        }
    }

    /** Reads to the end of the line, and keeps no more of it than tells that it is too long. */
    private boolean readLine(StringBuilder read) throws IOException {
        line++;
        for (int next = text.read(); next >= 0; next = text.read()) {
            if (next == '\n') {
                return true;
            }
            if (read.length() <= longest) {
                read.append((char) next);
            }
        }
        return false;
    }

    private Sent sent(String row) {
        try {
            String sku = rows.read(row).path("sku").asString("");
            begun = true;
            return new Sent(sku, StoredRow.of(line, row));
        } catch (RowRefused e) {
            if (!begun) {
                throw BodyRefused.malformed("malformed-ndjson", "The first line is no JSON object: this is no NDJSON.");
            }
            return new Sent("", StoredRow.unreadable(line, e.code(), e.reason()));
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
