package stockledger.command.http;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that is also accepted in bulk. A row has the members of the single command's body, and the SKU.
 *
 * @param kind the last segment of the bulk address: {@code receipts}
 * @param columns of a CSV file, in any order
 * @param command makes the command of a row, and refuses what the single command would refuse
 * @param mapping makes such rows from those of another system's file; null when the file has these columns itself
 */
public record BulkRowType(
        String kind,
        List<Column> columns,
        Function<Row, Object> command,
        @Nullable RowMapping mapping) {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");

    public BulkRowType(String kind, List<Column> columns, Function<Row, Object> command) {
        this(kind, columns, command, null);
    }

    BulkRowType mapped(String name, RowMapping rowMapping) {
        return new BulkRowType(mappedKind(name), columns, command, rowMapping);
    }

    /** The kind of such rows that a mapping makes. No kind of its own has a colon. */
    String mappedKind(String name) {
        return kind + ":" + name;
    }

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

        /** Adds the member of a cell to a row. For a column that ends in {@code *}, only the first dot nests. */
        public void put(ObjectNode row, String heading, String value) {
            String[] path = name.endsWith(".*") ? heading.split("\\.", 2) : heading.split("\\.", -1);
            ObjectNode within = row;
            int last = path.length - 1;
            for (int step = 0; step < last; step++) {
                within = within.withObject("/" + path[step]);
            }
            if (type == Type.NUMBER && WHOLE_NUMBER.matcher(value).matches()) {
                within.put(path[last], new BigInteger(value));
            } else if (type == Type.TEXT_LIST) {
                ArrayNode texts = within.putArray(path[last]);
                for (String text : value.strip().split("\\s+", -1)) {
                    texts.add(text);
                }
            } else {
                within.put(path[last], value);
            }
        }
    }
}
