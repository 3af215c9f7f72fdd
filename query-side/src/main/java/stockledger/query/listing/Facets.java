package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import stockledger.query.listindex.ListEntry;

/** By what lists are told apart, and counted. */
final class Facets {

    /** The aisle of the whole catalog. */
    static final String CATALOG = ListEntry.CATEGORY_LIST;

    static final char STATUS = 's';
    static final char BRAND = 'b';
    static final char BAND = 'p';
    static final char WITHIN = ListEntry.CHILD_FACET;

    private Facets() {}

    static String ofCategory(String category) {
        return ListEntry.CATEGORY_LIST + category;
    }

    static String ofBrand(String brand) {
        return ListEntry.BRAND_LIST + brand;
    }

    /** By what a product is counted in its categories. */
    static List<String> of(ListingView view, ListingView.Card card) {
        List<String> facets = new ArrayList<>();
        facets.add(STATUS + view.status().word());
        facets.add(String.valueOf(BAND) + view.band());
        if (card.brand() != null) {
            facets.add(BRAND + card.brand());
        }
        return facets;
    }
}
