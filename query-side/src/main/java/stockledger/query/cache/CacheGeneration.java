package stockledger.query.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which keys of Redis are valid, as read at one time.
 *
 * @param id part of every response's key
 * @param slots how often writes to a slot have failed under this id; slots without failures are absent
 * @param listId part of every list's key
 * @param missedWrites products that the lists lack, each record under an id of its own
 * @param version counts the changes of the above under this id
 */
public record CacheGeneration(
        String id, Map<Integer, Integer> slots, String listId, Map<String, MissedWrite> missedWrites, long version) {

    /** One failed write invalidates 1/1024 of a region's keys. */
    static final int SLOTS = 1_024;

    private static final char SUFFIX = '+';

    /**
     * Products that could not be written to their lists.
     *
     * @param region of the lists, such as {@code sku:lists:3}
     */
    public record MissedWrite(String region, List<String> keys) {}

    /** The region is part of it: a failed write during a rebuild does not invalidate the served epoch. */
    static int slotOf(String region, String key) {
        return Math.floorMod(31 * region.hashCode() + key.hashCode(), SLOTS);
    }

    static Collection<Integer> slotsOf(String region, Collection<String> keys) {
        Collection<Integer> slots = new TreeSet<>();
        keys.forEach(key -> slots.add(slotOf(region, key)));
        return slots;
    }

    /** The part of a response's key between region and key. */
    String idOf(String region, String key) {
        if (slots.isEmpty()) {
            return id;
        }
        Integer failures = slots.get(slotOf(region, key));
        return failures == null ? id : id + SUFFIX + failures;
    }

    /** Whether every response and every list has the same key in Redis under the other generation. */
    public boolean hasKeysOf(CacheGeneration other) {
        return id.equals(other.id) && slots.equals(other.slots) && listId.equals(other.listId);
    }

    /** How often slots were invalidated. */
    long slotInvalidations() {
        return slots.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Identifies the state of all lists: changes when writes are missed and when they are replayed. */
    String listState() {
        return missedWrites.isEmpty()
                ? listId
                : listId + SUFFIX + missedWrites.keySet().hashCode();
    }

    /** Whether the lists of a region lack products that MongoDB has. */
    public boolean hasMissedWrites(String region) {
        return !missedWrites.isEmpty()
                && missedWrites.values().stream().anyMatch(one -> one.region().equals(region));
    }

    /** How many products the lists of a region lack. */
    public int missedKeys(String region) {
        return missedWrites.values().stream()
                .filter(one -> one.region().equals(region))
                .mapToInt(one -> one.keys().size())
                .sum();
    }
}
