package stockledger.command.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stockledger.command.http.BulkRowType.Column;
import stockledger.command.http.BulkRowType.Type;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the members of a row from the columns of a file of another system. Rows are stored with the columns of the file, so that a
 * failed row can be sent again as it was.
 */
public final class RowMapping {

    private static final String SKU = "sku";
    private static final String AMOUNT = ".amount";

    private final BulkMapping mapping;
    private final BulkRowType rows;
    private final Set<String> headings = new LinkedHashSet<>();

    /** @throws IllegalArgumentException when it names a member that these rows do not have */
    RowMapping(String name, BulkMapping mapping, BulkRowType rows) {
        this.mapping = mapping;
        this.rows = rows;
        mapping.columns().forEach((member, columns) -> {
            column(name, member);
            headings.addAll(columns);
        });
        mapping.constants().keySet().forEach(member -> column(name, member));
        mapping.values().keySet().forEach(member -> column(name, member));
        if (mapping.skipWithout() != null) {
            column(name, mapping.skipWithout());
        }
    }

    private Column column(String name, String member) {
        return rows.columns().stream()
                .filter(column -> column.matches(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "stockledger.bulk.mappings." + name + ": " + rows.kind() + " have no member " + member));
    }

    /** Whether a column of the file is read. */
    public boolean reads(String heading) {
        return headings.contains(heading);
    }

    /** What a file with these columns lacks, in words; empty when it lacks nothing. */
    public String missing(Set<String> given) {
        List<String> missing = new ArrayList<>();
        for (Column column : rows.columns()) {
            List<String> columns = mapping.columns().getOrDefault(column.name(), List.of());
            if (column.required()
                    && !mapping.constants().containsKey(column.name())
                    && columns.stream().noneMatch(given::contains)) {
                missing.add(
                        columns.isEmpty()
                                ? column.name() + ", for which the mapping needs a constant"
                                : String.join(" or ", columns));
            }
        }
        return String.join("; ", missing);
    }

    /** The members of a row of the file. */
    public ObjectNode members(ObjectNode row) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (String member : mapping.columns().keySet()) {
            put(members, member, value(row, member));
        }
        for (Map.Entry<String, String> constant : mapping.constants().entrySet()) {
            if (value(row, constant.getKey()).isEmpty()) {
                put(members, constant.getKey(), constant.getValue());
            }
        }
        return members;
    }

    /** The SKU of a row; empty when it has none. */
    public String sku(ObjectNode row) {
        return value(row, SKU);
    }

    /** Whether a row of the file is no row. */
    public boolean skips(ObjectNode row) {
        String member = mapping.skipWithout();
        return member != null && value(row, member).isEmpty();
    }

    /** The columns of a member as the file has them; the member itself when it has none. */
    String named(String member) {
        List<String> columns = new ArrayList<>();
        mapping.columns().forEach((name, of) -> {
            if (name.equals(member) || name.startsWith(member + ".")) {
                columns.addAll(of);
            }
        });
        return columns.isEmpty() ? member : String.join(" or ", columns);
    }

    private String value(ObjectNode row, String member) {
        for (String column : mapping.columns().getOrDefault(member, List.of())) {
            String value = row.path(column).asString("").strip();
            if (!value.isEmpty()) {
                return mapping.values().getOrDefault(member, Map.of()).getOrDefault(value, value);
            }
        }
        return "";
    }

    private void put(ObjectNode members, String member, String value) {
        if (value.isEmpty()) {
            return;
        }
        Column column = column("", member);
        String text = value;
        if (column.type() == Type.NUMBER) {
            // Some systems export 12 units as 12.0000.
            text = value.replaceFirst("[.]0+$", "");
        } else if (member.endsWith(AMOUNT)) {
            // And a price of 34 as 34.000000.
            text = value.replaceFirst("([.][0-9]*?)0+$", "$1").replaceFirst("[.]$", "");
        } else if (column.type() == Type.TEXT_LIST) {
            text = value.replaceAll(",\\s+", " ");
        }
        column.put(members, member, text);
    }
}
