package stockledger.trials.catalog;

import java.util.List;
import java.util.Map;

/**
 * One thing that the shop sells.
 *
 * @param pence its price
 * @param units on hand at each of {@link Catalog#LOCATIONS}; 0 where it was never received
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

    /** The price as it is written, without its currency. */
    public String amount() {
        return amount(pence);
    }

    public static String amount(int pence) {
        return pence / 100 + "." + pence / 10 % 10 + pence % 10;
    }
}
