package stockledger.command.http;

import java.util.List;
import java.util.function.Function;

/**
 * A command that is also accepted in bulk. A row has the members of the single command's body, and the SKU.
 *
 * @param kind the last segment of the bulk address: {@code receipts}
 * @param columns of a CSV file, in any order
 * @param command makes the command of a row, and refuses what the single command would refuse
 */
public record BulkRowType(String kind, List<Column> columns, Function<Row, Object> command) {

    /** How a CSV cell is converted to JSON. */
    public enum Type {
        TEXT,
        /** An integer. */
        NUMBER,
        /** A list of texts, separated by spaces. */
        TEXT_LIST
    }

    /**
     * One column of a CSV file.
     *
     * @param name the member; dots separate nested ones, and a last segment {@code *} matches any
     * @param required a file without this column is refused
     */
    public record Column(String name, Type type, boolean required) {

        public static Column required(String name, Type type) {
            return new Column(name, type, true);
        }

        public static Column optional(String name, Type type) {
            return new Column(name, type, false);
        }

        /** Whether a CSV header names this column. */
        public boolean matches(String header) {
            if (!name.endsWith(".*")) {
                return name.equals(header);
            }
            String prefix = name.substring(0, name.length() - 1);
            return header.startsWith(prefix) && header.length() > prefix.length();
        }
    }
}
