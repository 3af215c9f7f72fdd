package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockStatus;
import stockledger.query.listindex.ListEntry;

/** Names of lists and of the facets by which they are counted. */
final class Facets {

    /** The list of all products. */
    static final String CATALOG = ListEntry.CATEGORY_LIST;

    static final char STATUS = 's';
    static final char BRAND = 'b';
    static final char BAND = 'p';
    static final char SUBCATEGORY = ListEntry.CHILD_FACET;

    private Facets() {}

    static String ofCategory(String category) {
        return ListEntry.CATEGORY_LIST + category;
    }

    static String ofBrand(String brand) {
        return ListEntry.BRAND_LIST + brand;
    }

    /** The facet values of a product. */
    static List<String> of(StockStatus status, String band, @Nullable String brand) {
        List<String> facets = new ArrayList<>();
        facets.add(STATUS + status.jsonName());
        facets.add(BAND + band);
        if (brand != null) {
            facets.add(BRAND + brand);
        }
        return facets;
    }
}
