package stockledger.command.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of rows: the service's own, and those of files of other systems, which a mapping reads. */
public final class BulkRowTypes {

    private final Map<String, BulkRowType> types = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when a mapping does not fit its rows */
    BulkRowTypes(List<BulkRowType> own, Map<String, BulkMapping> mappings) {
        own.forEach(type -> types.put(type.kind(), type));
        mappings.forEach((name, mapping) -> {
            BulkRowType rows = types.get(mapping.rows());
            if (rows == null) {
                throw new IllegalArgumentException(
                        "stockledger.bulk.mappings." + name + ": there are no rows " + mapping.rows());
            }
            BulkRowType mapped = rows.mapped(name, new RowMapping(name, mapping, rows));
            types.put(mapped.kind(), mapped);
        });
    }

    /** The rows of a job; null when this configuration does not know them. */
    public @Nullable BulkRowType find(String kind) {
        return types.get(kind);
    }

    /** The rows of an address; null when there are none. */
    public @Nullable BulkRowType own(String kind) {
        BulkRowType type = types.get(kind);
        return type == null || type.mapping() != null ? null : type;
    }

    /**
     * The rows of a file that a mapping reads.
     *
     * @throws BodyRefused {@code unknown-mapping} when there is no such mapping for these rows
     */
    public BulkRowType mapped(BulkRowType rows, String mapping) {
        BulkRowType type = types.get(rows.mappedKind(mapping));
        if (type == null) {
            String prefix = rows.mappedKind("");
            List<String> known = types.keySet().stream()
                    .filter(kind -> kind.startsWith(prefix))
                    .map(kind -> kind.substring(prefix.length()))
                    .sorted()
                    .toList();
            throw BodyRefused.malformed(
                    "unknown-mapping",
                    "There is no such mapping for " + rows.kind() + ". Known mappings: "
                            + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
        }
        return type;
    }
}
