package stockledger.events.bulk;

import org.jspecify.annotations.Nullable;

/**
 * One row of an upload: a command as JSON, or the reason why it could not be parsed.
 *
 * @param line first line of the row in the upload, from 1
 * @param json body of the single command, and its SKU; null when the row could not be parsed
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

    public static StoredRow unreadable(int line, String code, String reason) {
        return new StoredRow(line, null, code, reason);
    }
}
