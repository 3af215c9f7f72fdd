package stockledger.query.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Where the next page begins, in a form that callers hand back and need not understand. */
public final class Cursor {

    private static final int LONGEST = 4_000;
    private static final String BETWEEN = "\u0000";

    private Cursor() {}

    /** Writes a cursor: of which list, and what the last item was. */
    public static String of(String list, String... last) {
        String text = list + BETWEEN + String.join(BETWEEN, last);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor of this list.
     *
     * @throws QueryProblemException {@code invalid-cursor} when it is none
     */
    public static List<String> read(String list, int parts, String cursor) {
        if (cursor.length() > LONGEST) {
            throw invalid();
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        String[] all = text.split(BETWEEN, -1);
        if (all.length != parts + 1 || !all[0].equals(list)) {
            throw invalid();
        }
        return List.of(Arrays.copyOfRange(all, 1, all.length));
    }

    /** The refusal of a cursor that was not made here, or for another list. */
    public static QueryProblemException invalid() {
        return QueryProblemException.member("invalid-cursor", "cursor", "This is no cursor of this list.");
    }
}
