package stockledger.command.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import stockledger.command.http.BulkRowType;

/** What separates the columns of a CSV file: spreadsheets write semicolons where the comma is the decimal separator. */
enum Delimiter {
    COMMA(',', "commas"),
    SEMICOLON(';', "semicolons"),
    TAB('\t', "tabs");

    private final char character;
    private final String plural;

    Delimiter(char character, String plural) {
        this.character = character;
        this.plural = plural;
    }

    char character() {
        return character;
    }

    /** As problems name it. */
    String plural() {
        return plural;
    }

    /**
     * The delimiter of the heading line: the one with which all columns are known, or else any, and the most frequent one of
     * these. For a wrong delimiter, a whole line that begins with an attribute is one known column, named like this attribute.
     *
     * @param text from its start, where it is afterwards again
     * @param maxLength of the heading line, in characters
     */
    static Delimiter of(BufferedReader text, int maxLength, BulkRowType rowType) throws IOException {
        text.mark(maxLength + 1);
        String heading = heading(text, maxLength);
        text.reset();
        List<Delimiter> known = Stream.of(values())
                .filter(one -> one.split(heading).stream().allMatch(name -> isKnown(name, rowType)))
                .toList();
        return mostColumns(known.isEmpty() ? List.of(values()) : known, heading);
    }

    private static Delimiter mostColumns(List<Delimiter> candidates, String heading) {
        Delimiter most = candidates.get(0);
        for (Delimiter one : candidates) {
            if (one.split(heading).size() > most.split(heading).size()) {
                most = one;
            }
        }
        return most;
    }

    private static String heading(BufferedReader text, int maxLength) throws IOException {
        StringBuilder heading = new StringBuilder();
        for (int read = 0; read < maxLength; read++) {
            int next = text.read();
            boolean lineEnd = next == '\n' || next == '\r';
            if (next < 0 || lineEnd && !heading.toString().isBlank()) {
                break;
            }
            if (!lineEnd) {
                heading.append((char) next);
            }
        }
        return heading.toString();
    }

    private List<String> split(String heading) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (char next : heading.toCharArray()) {
            if (next == '"') {
                quoted = !quoted;
            } else if (next == character && !quoted) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(next);
            }
        }
        names.add(name.toString().strip());
        return names;
    }

    private static boolean isKnown(String name, BulkRowType rowType) {
        return rowType.columns().stream().anyMatch(column -> column.matches(name));
    }
}
