package stockledger.query.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One product for the aisles: what a list sends of it, and where it stands.
 *
 * @param key its SKU
 * @param revision of the document that it was made from
 * @param productVersion last event folded of the product's stream; -1 for none
 * @param stockVersion last event folded of the stock's stream; -1 for none
 * @param stand null for what is in no list
 * @param body what a list sends of it
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
public record ListEntry(
        String key,
        long revision,
        long productVersion,
        long stockVersion,
        @Nullable SortPositions stand,
        byte[] body) {

    /**
     * Where a product stands.
     *
     * @param amount digits by which walks may be narrowed, of the same length for all
     * @param side in front when it can be bought
     * @param places one for each {@link SortOrder}, in their order; each ends in {@link #BETWEEN} and the SKU
     * @param aisles the aisles that it stands in; those that contain each other begin with {@link #WIDE} and go from the
     *     widest to the narrowest
     * @param marks by which each wide aisle counts it: a letter that says of what kind, then the value
     */
    public record SortPositions(
            String amount, Side side, List<String> places, List<String> aisles, List<String> marks) {}

    /** What begins the name of an aisle that counts its products by their marks, and by the aisles within. */
    public static final String WIDE = "c";

    /** What begins the name of any other aisle. */
    public static final String NARROW = "b";

    /** The kind of mark by which an aisle counts the aisles right within it. */
    public static final char WITHIN = 'k';

    /** Sorts before all that a place holds otherwise, so that a shorter name comes first whatever the SKU. */
    public static final String BETWEEN = "\u0001";

    /** The item as Redis holds it: a line with the versions, then the body. */
    byte[] item() {
        byte[] line = (productVersion + " " + stockVersion + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(line.length + body.length);
        all.writeBytes(line);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The two sides of an aisle. */
    public enum Side {
        /** What can be bought. */
        FRONT,
        /** What cannot. */
        BACK
    }

    /** The orders in which products stand. */
    public enum SortOrder {
        NAME,
        PRICE,
        UPDATED
    }
}
