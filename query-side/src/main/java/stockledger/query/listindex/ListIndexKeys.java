package stockledger.query.listindex;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The Redis keys of one part of a region's lists. They share a hash tag, so that a Redis Cluster keeps them on one node.
 *
 * @param all the keys that hold products, then the lock of a rebuild
 * @param part number of the part, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ListIndexKeys(byte[][] all, int part) {

    private static final List<String> NAMES =
            List.of("lists", "items", "entries", "counts", "facets", "name", "price", "updated", "lock");

    private static final int FIRST_ORDER = 5;
    private static final int LOCK = NAMES.size() - 1;
    private static final char BEFORE_PARTS = '.';

    /**
     * The keys of one part.
     *
     * @param region such as {@code sku:lists:3}
     * @param listId of the cache generation
     */
    static ListIndexKeys of(String region, String listId, int part) {
        String prefix = "list-index:{" + region + ":" + listId + ":" + part + "}:";
        return new ListIndexKeys(
                NAMES.stream().map(name -> ascii(prefix + name)).toArray(byte[][]::new), part);
    }

    /** The number of parts of a generation's lists, encoded in its id so that all processes agree. */
    static int parts(String listId) {
        int at = listId.lastIndexOf(BEFORE_PARTS);
        return at < 0 ? 1 : Integer.parseInt(listId.substring(at + 1));
    }

    /** An id that encodes the number of parts. */
    static String listId(String random, int parts) {
        return parts == 1 ? random : random + BEFORE_PARTS + parts;
    }

    static int partOf(String key, int parts) {
        return Math.floorMod(key.hashCode(), parts);
    }

    /** The keys that hold products. */
    byte[][] data() {
        byte[][] keys = new byte[LOCK][];
        System.arraycopy(all, 0, keys, 0, LOCK);
        return keys;
    }

    /** The keys that a query by this order reads. */
    byte[][] read(ListEntry.SortOrder order) {
        byte[][] keys = new byte[FIRST_ORDER + 1][];
        System.arraycopy(all, 0, keys, 0, FIRST_ORDER);
        keys[FIRST_ORDER] = all[FIRST_ORDER + order.ordinal()];
        return keys;
    }

    static byte[] ascii(Object value) {
        return String.valueOf(value).getBytes(StandardCharsets.US_ASCII);
    }
}
