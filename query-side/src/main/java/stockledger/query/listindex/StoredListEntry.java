package stockledger.query.listindex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * The entry of a product as Redis has it.
 *
 * @param revision of the document that it was made from; -1 when there is no entry
 * @param placement its {@link ListEntry.Placement} as JSON; empty for a product that is in no list
 * @param body its item in a page, as JSON
 * @param absences of how many positions that the placement names Redis has no member
 */
public record StoredListEntry(long revision, String placement, String body, long absences) {

    /** A product that Redis has no entry of. */
    static final StoredListEntry NONE = new StoredListEntry(-1, "", "", 0);

    private static final Long COMPLETE = 1L;

    /** Adds what entries.lua has read of these products; nothing of lists that are not complete. */
    static void addAll(List<String> keys, List<Object> result, Map<String, StoredListEntry> entries) {
        if (result.get(0).equals(COMPLETE)) {
            for (int i = 0; i < keys.size(); i++) {
                List<?> one = (List<?>) result.get(i + 1);
                entries.put(
                        keys.get(i),
                        one.isEmpty()
                                ? NONE
                                : new StoredListEntry(
                                        Long.parseLong(text(one.get(0))), text(one.get(1)), text(one.get(2)), (Long)
                                                one.get(3)));
            }
        }
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }
}
