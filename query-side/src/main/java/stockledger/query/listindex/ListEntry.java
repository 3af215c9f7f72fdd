package stockledger.query.listindex;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entry of one product in the list index.
 *
 * @param key its SKU
 * @param revision of the document that it was made from
 * @param productVersion last folded event of the product's stream; -1 for none
 * @param stockVersion last folded event of the stock's stream; -1 for none
 * @param placement null for a product that is in no list
 * @param body its item in a page, as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
public record ListEntry(
        String key,
        long revision,
        long productVersion,
        long stockVersion,
        @Nullable Placement placement,
        byte[] body) {

    /**
     * The lists of a product, and its positions in them, as the scripts read them: names are part of the stored JSON.
     *
     * @param price currency and zero-padded digits, compared as text by queries that filter by price
     * @param positions sort keys, one for each {@link SortOrder}; each ends in {@link #SEPARATOR} and the SKU
     * @param lists names of the lists; those of nested categories begin with {@link #CATEGORY_LIST}, outermost first
     * @param facets by which each category list counts it: a letter for the kind, then the value
     */
    public record Placement(
            String price, StockState stock, List<String> positions, List<String> lists, List<String> facets) {}

    /** Prefix of lists that count their products by facets, and by the lists within. */
    public static final String CATEGORY_LIST = "c";

    /** Prefix of lists that count their products only. */
    public static final String BRAND_LIST = "b";

    /** The letter, in Redis and in put.lua, of the facet by which a category list counts the lists right within it. */
    public static final char CHILD_FACET = 'k';

    /** Ends the name in a sort key. It sorts before all other characters, so that a shorter name comes first. */
    public static final String SEPARATOR = "\u0001";

    /** The item in Redis: a line with the versions, then the body. */
    byte[] item() {
        byte[] line = (productVersion + " " + stockVersion + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(line.length + body.length);
        all.writeBytes(line);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Whether a product can be bought. */
    public enum StockState {
        IN_STOCK,
        OUT_OF_STOCK
    }

    /** The orders that lists are kept in. */
    public enum SortOrder {
        NAME,
        PRICE,
        UPDATED
    }
}
