package stockledger.query.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What of Redis was believed at one time.
 *
 * @param word begins the names of all answers
 * @param slots how often answers of a slot could not be written under this word; slots that never failed are absent
 * @param aisles the word that begins the names of all lists
 * @param owed products that lists lack, each under a name of its own
 * @param doubts how often the above changed under this word
 */
record CacheGeneration(String word, Map<Integer, Integer> slots, String aisles, Map<String, Owed> owed, long doubts) {

    /** So much of all that Redis holds is given up for one answer that it was not given: one part in so many. */
    static final int SLOTS = 1_024;

    private static final char BEFORE_FAILURES = '+';

    /**
     * Products that could not be put into their lists.
     *
     * @param name of the epoch, such as {@code browse:3}
     */
    record Owed(String name, List<String> keys) {}

    /** The slot of a key of a shelf: what one shelf was not given, such as that of a rebuild, is no loss to another. */
    static int slotOf(String name, String key) {
        return Math.floorMod(31 * name.hashCode() + key.hashCode(), SLOTS);
    }

    static Collection<Integer> slotsOf(String name, Collection<String> keys) {
        Collection<Integer> slots = new TreeSet<>();
        keys.forEach(key -> slots.add(slotOf(name, key)));
        return slots;
    }

    /** What stands before a key in the names of its answers on a shelf. */
    String wordOf(String name, String key) {
        if (slots.isEmpty()) {
            return word;
        }
        Integer failures = slots.get(slotOf(name, key));
        return failures == null ? word : word + BEFORE_FAILURES + failures;
    }

    /** How often answers of any slot could not be written. */
    long lostAnswers() {
        return slots.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** What all that was read of lists rests on: another one when lists lack something, or have it again. */
    String wordOfLists() {
        return owed.isEmpty()
                ? aisles
                : aisles + BEFORE_FAILURES + owed.keySet().hashCode();
    }

    /** Whether lists of an epoch lack what is in MongoDB. */
    boolean owes(String name) {
        return !owed.isEmpty()
                && owed.values().stream().anyMatch(one -> one.name().equals(name));
    }

    /** How many products lists of an epoch are owed. */
    int owedKeys(String name) {
        return owed.values().stream()
                .filter(one -> one.name().equals(name))
                .mapToInt(one -> one.keys().size())
                .sum();
    }
}
