package stockledger.query.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The position of the next page, encoded; opaque to callers. */
public final class Cursor {

    private static final int MAX_LENGTH = 4_000;
    private static final String SEPARATOR = "\u0000";

    private Cursor() {}

    /** Encodes a cursor from the list and the sort values of its last item. */
    public static String of(String list, String... last) {
        String text = list + SEPARATOR + String.join(SEPARATOR, last);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Decodes a cursor of this list.
     *
     * @throws QueryProblemException {@code invalid-cursor} when it is not one
     */
    public static List<String> read(String list, int parts, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw invalid();
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        String[] all = text.split(SEPARATOR, -1);
        if (all.length != parts + 1 || !all[0].equals(list)) {
            throw invalid();
        }
        return List.of(Arrays.copyOfRange(all, 1, all.length));
    }

    /** The problem of a cursor that is malformed or belongs to another list. */
    public static QueryProblemException invalid() {
        return QueryProblemException.invalid("invalid-cursor", "cursor", "Not a cursor of this list.");
    }
}
