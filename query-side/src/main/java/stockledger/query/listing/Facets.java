package stockledger.query.listing;

import java.util.ArrayList;
import java.util.List;
import stockledger.query.cache.ListEntry;

/** By what lists are told apart, and counted. */
final class Facets {

    /** The aisle of the whole catalog. */
    static final String CATALOG = ListEntry.WIDE;

    static final char STATUS = 's';
    static final char BRAND = 'b';
    static final char BAND = 'p';
    static final char WITHIN = ListEntry.WITHIN;

    private Facets() {}

    static String ofCategory(String category) {
        return ListEntry.WIDE + category;
    }

    static String ofBrand(String brand) {
        return ListEntry.NARROW + brand;
    }

    /** By what a product is counted in its categories. */
    static List<String> marks(ListingView view, ListingView.Card card) {
        List<String> marks = new ArrayList<>();
        marks.add(STATUS + view.status().word());
        marks.add(String.valueOf(BAND) + view.band());
        if (card.brand() != null) {
            marks.add(BRAND + card.brand());
        }
        return marks;
    }
}
