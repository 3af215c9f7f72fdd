package stockledger.query.listindex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param lists one list; or two, for the products that are in both
 * @param stock null for both states
 * @param after position of the last item of the page before; null for the first page
 * @param minPrice least price, as currency and digits; null for any
 * @param maxPrice greatest price, as currency and digits; null for any
 * @param limit maximum number of items
 */
public record RangeQuery(
        List<String> lists,
        ListEntry.SortOrder order,
        boolean descending,
        ListEntry.@Nullable StockState stock,
        @Nullable String after,
        @Nullable String minPrice,
        @Nullable String maxPrice,
        int limit) {

    /** Sorts after everything that follows a price in a position. */
    private static final String AFTER_PRICE = "\u0002";

    /** Ordered by price, the bounds on it are bounds of the range. */
    private boolean isPriceRange() {
        return order == ListEntry.SortOrder.PRICE;
    }

    /** First position of the range; empty for no bound. */
    String from() {
        return isPriceRange() && minPrice != null ? minPrice : "";
    }

    /** Position that the range does not reach; empty for no bound. */
    String until() {
        return isPriceRange() && maxPrice != null ? maxPrice + AFTER_PRICE : "";
    }

    /** Whether the price of each product must be compared. */
    boolean filtersByPrice() {
        return !isPriceRange() && (minPrice != null || maxPrice != null);
    }
}
