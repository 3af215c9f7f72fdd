package stockledger.events.bulk;

import org.jspecify.annotations.Nullable;

/**
 * One row of an upload: a command as JSON, or the reason why it could not be parsed.
 *
 * <p>The content of an unparseable row is kept as JSON that is no object, so that no version of the service takes it for a
 * command: the line of NDJSON as a string; the row of CSV as {@code [CELLS]}, or as {@code [HEADINGS, CELLS]} in the first such row
 * of an upload, where both are arrays of strings.
 *
 * @param line first line of the row in the upload, from 1
 * @param json body of the single command, and its SKU; of an unparseable row its content, null when the row is too long and in
 *     events of earlier versions
 * @param code problem code of an unparseable row; null for a parsed one
 * @param reason the problem in one sentence; null for a parsed row
 */
public record StoredRow(
        int line,
        @Nullable String json,
        @Nullable String code,
        @Nullable String reason) {

    public static StoredRow of(int line, String json) {
        return new StoredRow(line, json, null, null);
    }

    public static StoredRow unreadable(int line, @Nullable String json, String code, String reason) {
        return new StoredRow(line, json, code, reason);
    }
}
