package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys of one part of all aisles. They share a hash tag, so that a Redis Cluster keeps them together.
 *
 * @param all what holds the products, and last who fills it, for as long as that one gives a sign
 * @param number from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ListIndexKeys(byte[][] all, int number) {

    private static final List<String> NAMES =
            List.of("lists", "items", "stands", "counts", "tops", "name", "price", "updated", "filler");

    private static final int PARTS = 5;
    private static final int FILLER = NAMES.size() - 1;
    private static final char BEFORE_PARTS = '.';

    /**
     * The keys of one part.
     *
     * @param name of the epoch, such as {@code browse:3}
     */
    static ListIndexKeys of(String name, String word, int number) {
        String tag = "aisles:{" + name + ":" + word + ":" + number + "}:";
        return new ListIndexKeys(NAMES.stream().map(one -> text(tag + one)).toArray(byte[][]::new), number);
    }

    /** How many parts there are under a word of the generation, which says so itself. */
    static int parts(String word) {
        int at = word.lastIndexOf(BEFORE_PARTS);
        return at < 0 ? 1 : Integer.parseInt(word.substring(at + 1));
    }

    /** A word that says how many parts there are. */
    static String word(String drawn, int parts) {
        return parts == 1 ? drawn : drawn + BEFORE_PARTS + parts;
    }

    /** The part of a product. */
    static int partOf(String key, int parts) {
        return Math.floorMod(key.hashCode(), parts);
    }

    /** What changes together. */
    byte[][] changed() {
        byte[][] keys = new byte[FILLER][];
        System.arraycopy(all, 0, keys, 0, FILLER);
        return keys;
    }

    /** What a question reads that goes by one order. */
    byte[][] read(ListEntry.SortOrder ranking) {
        byte[][] keys = new byte[PARTS + 1][];
        System.arraycopy(all, 0, keys, 0, PARTS);
        keys[PARTS] = all[PARTS + ranking.ordinal()];
        return keys;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
