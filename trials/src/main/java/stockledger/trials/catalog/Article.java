package stockledger.trials.catalog;

import java.util.List;
import java.util.Map;

/**
 * A product of the generated catalog.
 *
 * @param pence price in pence
 * @param units units on hand at each of {@link Catalog#LOCATIONS}; 0 where nothing was received
 */
public record Article(
        String sku,
        String name,
        String description,
        String brand,
        String category,
        Map<String, String> attributes,
        int pence,
        List<String> images,
        List<Integer> units) {

    /** The price as a decimal number, without its currency. */
    public String amount() {
        return amount(pence);
    }

    public static String amount(int pence) {
        return pence / 100 + "." + pence / 10 % 10 + pence % 10;
    }
}
