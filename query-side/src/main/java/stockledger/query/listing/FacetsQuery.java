package stockledger.query.listing;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.Parameters;
import stockledger.query.sku.SkuIndexes;

/**
 * A query of facet counts.
 *
 * @param category null for the whole catalog
 * @param search restricts the counted products
 */
record FacetsQuery(@Nullable String category, SearchQuery search) {

    private static final char SLASH = '/';

    static FacetsQuery of(Parameters parameters) {
        parameters.only("category", "q");
        return new FacetsQuery(ListingQuery.category(parameters), SearchQuery.of(parameters));
    }

    /** Whether the list index counts it. */
    boolean isIndexed() {
        return search.matchesAll();
    }

    String list() {
        return category == null ? Facets.CATALOG : Facets.ofCategory(category);
    }

    Bson filter() {
        List<Bson> all = new ArrayList<>(search.filters());
        if (category != null) {
            all.add(eq(SkuIndexes.CATEGORY, category));
        }
        all.add(in(SkuIndexes.IN_STOCK, true, false));
        all.add(gt(SortOption.NAME.field(), ""));
        return and(all);
    }

    boolean isDirectSubcategory(String other) {
        String prefix = category == null ? "" : category + SLASH;
        return other.startsWith(prefix) && other.indexOf(SLASH, prefix.length()) < 0;
    }

    /** Equal for equal queries only. */
    String cacheKey() {
        return search.cacheKey() + (category == null ? "\n" : "\n " + category);
    }
}
