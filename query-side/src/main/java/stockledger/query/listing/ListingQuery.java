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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.listindex.ListEntry.SortOrder;
import stockledger.query.listindex.ListEntry.StockState;
import stockledger.query.listindex.RangeQuery;
import stockledger.query.sku.CatalogEntry;
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuIndexes;

/**
 * A query of one page of a list.
 *
 * @param currency of the listed products; null for any, in queries that compare no prices
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
        @Nullable String currency,
        @Nullable Long minPrice,
        @Nullable Long maxPrice,
        @Nullable Boolean inStock,
        SearchQuery search,
        int limit,
        @Nullable String after) {

    private static final String AMOUNT = "[0-9]{1,12}(\\.[0-9]{1,4})?";
    private static final int DECIMALS = 4;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern PRICE_POSITION = Pattern.compile("[A-Z]{3}[0-9]{16}\u0001.+");
    private static final String FIRST_KEY = "";

    /** Sorts after every sort key with the same price. */
    private static final String AFTER_PRICE = "\u0002";

    static ListingQuery of(Parameters parameters) {
        parameters.only(
                "q", "category", "brand", "currency", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor");
        SortOption sort = SortOption.of(parameters.text("sort"));
        String cursor = parameters.text("cursor");
        String after =
                cursor == null ? null : Cursor.read(cursorKind(sort), 1, cursor).get(0);
        return new ListingQuery(
                sort,
                category(parameters),
                spelled("brand", parameters.text("brand"), CatalogEntry::brand),
                currency(parameters.text("currency"), sort, after),
                price("minPrice", parameters),
                price("maxPrice", parameters),
                parameters.flag("inStock"),
                SearchQuery.of(parameters),
                parameters.limit(),
                after);
    }

    /** The category in the spelling that lists have; null without the parameter. */
    static @Nullable String category(Parameters parameters) {
        return spelled("category", parameters.text("category"), CatalogEntry::category);
    }

    private static @Nullable String spelled(
            String name, @Nullable String text, Function<String, @Nullable String> spelling) {
        if (text == null) {
            return null;
        }
        String spelled = spelling.apply(text);
        if (spelled == null) {
            throw QueryProblemException.invalid(name, "Must have a visible character.");
        }
        return spelled;
    }

    /** The next page of a list by price is in the currency of the page before, which the cursor begins with. */
    private static @Nullable String currency(@Nullable String given, SortOption sort, @Nullable String after) {
        if (given != null && !CURRENCY.matcher(given).matches()) {
            throw QueryProblemException.invalid("currency", "Must be three upper case letters, as in ISO 4217.");
        }
        if (after == null || sort.sortOrder() != SortOrder.PRICE) {
            return given;
        }
        if (!PRICE_POSITION.matcher(after).matches() || given != null && !after.startsWith(given)) {
            throw Cursor.invalid();
        }
        return after.substring(0, ListingKeys.CURRENCY_LENGTH);
    }

    /** Whether it compares prices without saying in which currency. */
    boolean needsCurrency() {
        return currency == null && (sort.sortOrder() == SortOrder.PRICE || minPrice != null || maxPrice != null);
    }

    /**
     * The query in the only currency of the shop.
     *
     * @throws QueryProblemException {@code currency-required} when the shop has several
     */
    ListingQuery inOnlyOneOf(Set<String> currencies) {
        if (currencies.size() > 1) {
            throw QueryProblemException.invalid(
                    "currency-required",
                    "currency",
                    "The shop has prices in several currencies; they are compared within one.");
        }
        return currencies.isEmpty() ? this : only(currencies.iterator().next());
    }

    private ListingQuery only(String named) {
        return new ListingQuery(sort, category, brand, named, minPrice, maxPrice, inStock, search, limit, after);
    }

    private @Nullable String leastPrice() {
        return currency == null ? null : ListingKeys.price(currency, minPrice == null ? 0 : minPrice);
    }

    private @Nullable String greatestPrice() {
        return currency == null
                ? null
                : ListingKeys.price(currency, maxPrice == null ? ListingKeys.MAX_PRICE : maxPrice);
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
                leastPrice(),
                greatestPrice(),
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
        String least = leastPrice();
        String greatest = greatestPrice();
        if (least != null && greatest != null) {
            all.add(sortedByPrice ? gte(sort.field(), least) : gte(SkuIndexes.PRICE, least));
            all.add(sortedByPrice ? lt(sort.field(), greatest + AFTER_PRICE) : lte(SkuIndexes.PRICE, greatest));
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
