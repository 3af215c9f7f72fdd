package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import stockledger.command.http.BodyRefused;

/**
 * The text of a CSV file on its way to the parser, with what the parser does not tell: the line at which each row begins,
 * and which rows are too long. Of a row that is too long the parser gets the beginning only, since it holds a whole row in
 * memory; so such a row fails alone, and a quote that is never closed is reported for the row that opened it.
 */
final class CsvText extends Reader {

    private static final char QUOTE = '"';
    private static final int END = -1;

    private final BufferedReader in;
    private final char delimiter;
    private final int maxRowLength;
    private final Deque<Row> rows = new ArrayDeque<>();
    private State state = State.FIELD_START;
    private @Nullable Row row;
    private int line = 1;
    private int length;
    private int last;

    /** Where the text is within a row. */
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** Behind a quote that ends the field, unless another follows. */
        AFTER_QUOTE
    }

    /** A row that the parser has begun to read. */
    static final class Row {

        private final int line;
        private boolean tooLong;

        private Row(int line) {
            this.line = line;
        }

        /** Its first line in the file, from 1. */
        int line() {
            return line;
        }

        boolean isTooLong() {
            return tooLong;
        }
    }

    CsvText(BufferedReader in, char delimiter, int maxRowLength) {
        this.in = in;
        this.delimiter = delimiter;
        this.maxRowLength = maxRowLength;
    }

    /** The row that the parser returned last; called once for each. */
    Row next() {
        return rows.remove();
    }

    /** First line of the row that the parser could not read. */
    int failedLine() {
        return rows.isEmpty() ? line : rows.element().line();
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        int count = 0;
        while (count < most) {
            int next = in.read();
            if (next == END) {
                requireClosed();
                return count == 0 ? END : count;
            }
            int kept = accept((char) next);
            if (kept != END) {
                into[from + count++] = (char) kept;
            }
        }
        return count;
    }

    private void requireClosed() {
        if (state == State.QUOTED && row != null) {
            throw unbalanced(row.line());
        }
    }

    static BodyRefused unbalanced(int line) {
        return BodyRefused.malformed(
                CsvRows.MALFORMED, "The quotes of the row that begins at line " + line + " are not balanced.");
    }

    /** The character that the parser gets instead; none when it gets no more of this row. */
    private int accept(char next) {
        boolean lineEnd = next == '\n' || next == '\r';
        if (next == '\n' && last == '\r') {
            // The second half of a line end, whose first half has ended the line.
            last = next;
            return state == State.QUOTED && isCut() ? END : next;
        }
        last = next;
        if (row == null) {
            row = new Row(line);
            rows.add(row);
            length = 0;
        }
        line += lineEnd ? 1 : 0;
        if (lineEnd && state != State.QUOTED) {
            row = null;
            state = State.FIELD_START;
            return next;
        }
        boolean wasQuoted = state == State.QUOTED;
        boolean wasCut = isCut();
        length++;
        state = after(next);
        if (!isCut()) {
            return next;
        }
        row.tooLong = true;
        // The parser must see the end of the quoted field.
        return wasQuoted && !wasCut ? QUOTE : END;
    }

    private boolean isCut() {
        return length > maxRowLength;
    }

    private State after(char next) {
        if (state == State.QUOTED) {
            return next == QUOTE ? State.AFTER_QUOTE : State.QUOTED;
        }
        if (next == QUOTE && state != State.PLAIN) {
            return State.QUOTED;
        }
        return next == delimiter ? State.FIELD_START : State.PLAIN;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
