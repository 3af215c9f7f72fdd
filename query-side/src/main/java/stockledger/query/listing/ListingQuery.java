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
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuIndexes;

/**
 * A query of one page of a list.
 *
 * @param minPrice in ten-thousandths
 * @param maxPrice in ten-thousandths
 * @param search restricts the listed products
 * @param limit maximum number of items
 * @param after sort key of the last item of the previous page; null for the first page
 */
record ListingQuery(
        SortOption sort,
        @Nullable String category,
        @Nullable String brand,
        @Nullable Long minPrice,
        @Nullable Long maxPrice,
        @Nullable Boolean inStock,
        SearchQuery search,
        int limit,
        @Nullable String after) {

    private static final String AMOUNT = "[0-9]{1,12}(\\.[0-9]{1,4})?";
    private static final int DECIMALS = 4;
    private static final String FIRST_KEY = "";

    /** Sorts after every sort key with the same price. */
    private static final String AFTER_PRICE = "\u0002";

    static ListingQuery of(Parameters parameters) {
        parameters.only("q", "category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor");
        SortOption sort = SortOption.of(parameters.text("sort"));
        String cursor = parameters.text("cursor");
        return new ListingQuery(
                sort,
                parameters.text("category"),
                parameters.text("brand"),
                price("minPrice", parameters),
                price("maxPrice", parameters),
                parameters.flag("inStock"),
                SearchQuery.of(parameters),
                parameters.limit(),
                cursor == null ? null : Cursor.read(cursorKind(sort), 1, cursor).get(0));
    }

    private static @Nullable Long price(String name, Parameters parameters) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches(AMOUNT)) {
            throw QueryProblemException.invalid(name, "Must be an amount such as 12.50.");
        }
        return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    }

    /** Reads one item more than the limit, to know whether there is a next page. */
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
                sort.sortOrder(),
                sort.isDescending(),
                inStock == null ? null : inStock ? StockState.IN_STOCK : StockState.OUT_OF_STOCK,
                after,
                minPrice == null ? null : ListingKeys.sortableDigits(minPrice),
                maxPrice == null ? null : ListingKeys.sortableDigits(maxPrice),
                limit + 1);
    }

    /** Whether the list index supports it; it has no search. */
    boolean isIndexed() {
        return search.matchesAll();
    }

    Bson filter() {
        List<Bson> all = new ArrayList<>(search.filters());
        if (category != null) {
            all.add(eq(SkuIndexes.CATEGORY, category));
        }
        if (brand != null) {
            all.add(eq(SkuIndexes.BRAND, brand));
        }
        // Naming both values lets MongoDB use the index, in which this field precedes the sort key.
        all.add(inStock == null ? in(SkuIndexes.IN_STOCK, true, false) : eq(SkuIndexes.IN_STOCK, inStock));
        // Unregistered products have an empty sort key.
        all.add(gt(sort.field(), FIRST_KEY));
        if (after != null) {
            all.add(sort.isDescending() ? lt(sort.field(), after) : gt(sort.field(), after));
        }
        boolean sortedByPrice = sort.sortOrder() == SortOrder.PRICE;
        if (minPrice != null) {
            all.add(
                    sortedByPrice
                            ? gte(sort.field(), ListingKeys.sortableDigits(minPrice))
                            : gte(SkuIndexes.PRICE, minPrice));
        }
        if (maxPrice != null) {
            all.add(
                    sortedByPrice
                            ? lt(sort.field(), ListingKeys.sortableDigits(maxPrice) + AFTER_PRICE)
                            : lte(SkuIndexes.PRICE, maxPrice));
        }
        return and(all);
    }

    Bson mongoSort() {
        return sort.isDescending() ? Sorts.descending(sort.field()) : Sorts.ascending(sort.field());
    }

    boolean isFirstPage() {
        return after == null;
    }

    /** The cursor of the page after this sort key. */
    String cursorAfter(String position) {
        return Cursor.of(cursorKind(sort), position);
    }

    private static String cursorKind(SortOption sort) {
        return "products " + sort.parameter();
    }
}
