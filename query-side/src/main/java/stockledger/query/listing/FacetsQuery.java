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

/**
 * What is counted.
 *
 * @param category null for the whole catalog
 * @param query what else the products are searched for
 */
record FacetsQuery(@Nullable String category, Query query) {

    private static final char SLASH = '/';

    static FacetsQuery of(Parameters parameters) {
        parameters.only("category", "q");
        return new FacetsQuery(parameters.text("category"), Query.of(parameters));
    }

    /** Whether the aisles count it all along. */
    boolean isKept() {
        return query.matchesAll();
    }

    String list() {
        return category == null ? Facets.CATALOG : Facets.ofCategory(category);
    }

    Bson filter() {
        List<Bson> all = new ArrayList<>(query.filters());
        if (category != null) {
            all.add(eq(ListingIndexes.CATEGORY, category));
        }
        all.add(in(ListingIndexes.IN_STOCK, true, false));
        all.add(gt(Order.NAME.field(), ""));
        return and(all);
    }

    /** Whether a category is one step below the one that is asked for. */
    boolean isRightWithin(String other) {
        String beginning = category == null ? "" : category + SLASH;
        return other.startsWith(beginning) && other.indexOf(SLASH, beginning.length()) < 0;
    }

    /** The same text for the same question, and no other. */
    String written() {
        return query.cacheKey() + (category == null ? "\n" : "\n " + category);
    }
}
