package stockledger.query.sku;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.query.listindex.ListEntry;

/**
 * What lists sort and filter a product by; it depends on the catalog only, and is stored for MongoDB's indexes.
 *
 * @param categories its category and all parents of it
 * @param price the price as text that is compared within its currency: see {@link #price(String, long)}
 * @param band its currency and the number of its {@link PriceBand}
 * @param byName unique sort key of lists by name
 * @param byPrice unique sort key of lists by price
 * @param byUpdated unique sort key of lists by the last change in the catalog
 * @param prefixes search terms that find it
 */
public record ListingKeys(
        List<String> categories,
        String price,
        String band,
        String byName,
        String byPrice,
        String byUpdated,
        List<String> prefixes) {

    /** The greatest price, in ten-thousandths. */
    public static final long MAX_PRICE = 9_999_999_999_999_999L;

    /** Length of the currency at the beginning of a price. */
    public static final int CURRENCY_LENGTH = 3;

    private static final int DECIMALS = 4;
    private static final String NUMBER = "%016d";

    static ListingKeys of(String sku, CatalogEntry entry) {
        String price = price(
                entry.price().currency(),
                entry.price().amount().movePointRight(DECIMALS).longValueExact());
        return new ListingKeys(
                withParents(entry.category()),
                price,
                PriceBand.of(entry.price()),
                SearchTerms.sortKey(entry.name()) + ListEntry.SEPARATOR + sku,
                price + ListEntry.SEPARATOR + sku,
                sortableDigits(entry.changedAt().toEpochMilli()) + ListEntry.SEPARATOR + sku,
                searchPrefixes(sku, entry));
    }

    /**
     * A price as text: its currency, then its digits in fixed width. Within a currency it sorts as the amount does.
     *
     * @param units in ten-thousandths, at most {@link #MAX_PRICE}
     */
    public static String price(String currency, long units) {
        return currency + sortableDigits(units);
    }

    /** Fixed width, so that the text sorts as the number does. */
    private static String sortableDigits(long number) {
        return NUMBER.formatted(number);
    }

    private static List<String> searchPrefixes(String sku, CatalogEntry entry) {
        List<String> titles = new ArrayList<>(List.of(entry.name(), sku));
        if (entry.brand() != null) {
            titles.add(entry.brand());
        }
        return SearchTerms.ofProduct(titles, entry.description());
    }

    private static List<String> withParents(@Nullable String category) {
        List<String> all = new ArrayList<>();
        if (category != null) {
            for (int slash = category.indexOf('/'); slash >= 0; slash = category.indexOf('/', slash + 1)) {
                all.add(category.substring(0, slash));
            }
            all.add(category);
        }
        return all;
    }
}
