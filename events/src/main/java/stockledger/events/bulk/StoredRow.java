package stockledger.events.bulk;

import org.jspecify.annotations.Nullable;

/**
 * One row of an upload: a command as JSON, or why it can be none.
 *
 * @param line where the row begins in what was sent, from 1
 * @param json the members of the single command, with its SKU; null when the row could not be read
 * @param code why it could not be read, kebab-case; null when it could
 * @param reason the same in one sentence
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
