package stockledger.query.listing;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.model.Sorts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.listindex.ListEntry.SortOrder;
import stockledger.query.listindex.ListEntry.StockState;
import stockledger.query.listindex.RangeQuery;

/**
 * What a list is asked for.
 *
 * @param least least price in ten-thousandths
 * @param most greatest price in ten-thousandths
 * @param query what the products are searched for
 * @param limit most items
 * @param after place of the last item of the page before; null for the first page
 */
record ListingQuery(
        Order order,
        @Nullable String category,
        @Nullable String brand,
        @Nullable Long least,
        @Nullable Long most,
        @Nullable Boolean inStock,
        Query query,
        int limit,
        @Nullable String after) {

    private static final String AMOUNT = "[0-9]{1,12}(\\.[0-9]{1,4})?";
    private static final int DECIMALS = 4;
    private static final String BEFORE_ALL = "";

    /** Sorts behind all that follows an amount in a place. */
    private static final String BEHIND = "\u0002";

    static ListingQuery of(Parameters parameters) {
        parameters.only("q", "category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor");
        Order order = Order.of(parameters.text("sort"));
        String cursor = parameters.text("cursor");
        return new ListingQuery(
                order,
                parameters.text("category"),
                parameters.text("brand"),
                price("minPrice", parameters),
                price("maxPrice", parameters),
                parameters.flag("inStock"),
                Query.of(parameters),
                parameters.limit(),
                cursor == null ? null : Cursor.read(list(order), 1, cursor).get(0));
    }

    private static @Nullable Long price(String name, Parameters parameters) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches(AMOUNT)) {
            throw QueryProblemException.invalid(name, "This is an amount such as 12.50.");
        }
        return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    }

    /** The way along the aisles to one item more than asked, by which is known whether there is a next page. */
    RangeQuery range() {
        List<String> lists = new ArrayList<>();
        if (category != null) {
            lists.add(Facets.ofCategory(category));
        }
        if (brand != null) {
            lists.add(Facets.ofBrand(brand));
        }
        return new RangeQuery(
                lists.isEmpty() ? List.of(Facets.CATALOG) : lists,
                order.sortOrder(),
                order.isFalling(),
                inStock == null ? null : inStock ? StockState.IN_STOCK : StockState.OUT_OF_STOCK,
                after,
                least == null ? null : ListingView.sortableDigits(least),
                most == null ? null : ListingView.sortableDigits(most),
                limit + 1);
    }

    /** Whether it stands in aisles: what is searched for does not. */
    boolean isKept() {
        return query.matchesAll();
    }

    /** What the products of the page have in common, for MongoDB. */
    Bson filter() {
        List<Bson> all = new ArrayList<>(query.filters());
        if (category != null) {
            all.add(eq(ListingIndexes.CATEGORY, category));
        }
        if (brand != null) {
            all.add(eq(ListingIndexes.BRAND, brand));
        }
        // Both sides by name, so that an index that has them before the order serves lists of both.
        all.add(inStock == null ? in(ListingIndexes.IN_STOCK, true, false) : eq(ListingIndexes.IN_STOCK, inStock));
        // Products that the catalog does not know have no place in any order.
        all.add(gt(order.field(), BEFORE_ALL));
        if (after != null) {
            all.add(order.isFalling() ? lt(order.field(), after) : gt(order.field(), after));
        }
        boolean stretch = order.sortOrder() == SortOrder.PRICE;
        if (least != null) {
            all.add(stretch ? gte(order.field(), ListingView.sortableDigits(least)) : gte(ListingIndexes.PRICE, least));
        }
        if (most != null) {
            all.add(stretch ? lt(order.field(), ListingView.sortableDigits(most) + BEHIND) : lte(ListingIndexes.PRICE, most));
        }
        return and(all);
    }

    Bson sort() {
        return order.isFalling() ? Sorts.descending(order.field()) : Sorts.ascending(order.field());
    }

    boolean isFirstPage() {
        return after == null;
    }

    /** Where the page after this place begins. */
    String cursorAfter(String place) {
        return Cursor.of(list(order), place);
    }

    private static String list(Order order) {
        return "products " + order.word();
    }
}
