package stockledger.command.http;

import java.util.List;
import java.util.function.Function;

/**
 * A single command that may also be sent by the thousand. A row has the members of its body, and its SKU.
 *
 * @param kind the last step of the address that takes such rows: {@code receipts}
 * @param columns what a CSV file may say, in any order
 * @param command makes the command of a row, and refuses what the single command's address would refuse
 */
public record BulkRowType(String kind, List<Column> columns, Function<Row, Object> command) {

    /** How the text of a CSV cell becomes JSON. */
    public enum Type {
        TEXT,
        /** A whole number. */
        NUMBER,
        /** A list of texts without spaces, with spaces between. */
        WORDS
    }

    /**
     * One column of a CSV file.
     *
     * @param name the member; dots lead into nested ones, and a last step {@code *} stands for any
     * @param required a file without it is refused as a whole
     */
    public record Column(String name, Type type, boolean required) {

        public static Column required(String name, Type type) {
            return new Column(name, type, true);
        }

        public static Column optional(String name, Type type) {
            return new Column(name, type, false);
        }

        /** Whether a heading of a file means this column. */
        public boolean matches(String heading) {
            if (!name.endsWith(".*")) {
                return name.equals(heading);
            }
            String front = name.substring(0, name.length() - 1);
            return heading.startsWith(front) && heading.length() > front.length();
        }
    }
}
