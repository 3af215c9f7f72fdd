package stockledger.query.sku;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.query.listindex.ListEntry;

/**
 * What lists sort and filter a product by; it depends on the catalog only, and is stored for MongoDB's indexes.
 *
 * @param categories its category and all parents of it
 * @param priceUnits the price in ten-thousandths
 * @param band number of its {@link PriceBand}
 * @param byName unique sort key of lists by name
 * @param byPrice unique sort key of lists by price
 * @param byUpdated unique sort key of lists by the last change in the catalog
 * @param prefixes search terms that find it
 */
public record ListingKeys(
        List<String> categories,
        long priceUnits,
        int band,
        String byName,
        String byPrice,
        String byUpdated,
        List<String> prefixes) {

    private static final int DECIMALS = 4;
    private static final String NUMBER = "%016d";

    static ListingKeys of(String sku, CatalogEntry entry) {
        long units = entry.price().amount().movePointRight(DECIMALS).longValueExact();
        return new ListingKeys(
                withParents(entry.category()),
                units,
                PriceBand.of(units),
                SearchTerms.sortKey(entry.name()) + ListEntry.SEPARATOR + sku,
                sortableDigits(units) + ListEntry.SEPARATOR + sku,
                sortableDigits(entry.changedAt().toEpochMilli()) + ListEntry.SEPARATOR + sku,
                searchPrefixes(sku, entry));
    }

    /** Fixed width, so that the text sorts as the number does. */
    public static String sortableDigits(long number) {
        return NUMBER.formatted(number);
    }

    private static List<String> searchPrefixes(String sku, CatalogEntry entry) {
        List<String> titles = new ArrayList<>(List.of(entry.name(), sku));
        if (entry.brand() != null) {
            titles.add(entry.brand());
        }
        return SearchTerms.prefixes(titles, SearchTerms.descriptionWords(entry.description()));
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
