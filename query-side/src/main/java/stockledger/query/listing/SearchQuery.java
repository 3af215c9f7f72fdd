package stockledger.query.listing;

import static com.mongodb.client.model.Filters.eq;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.sku.SearchTerms;
import stockledger.query.sku.SkuIndexes;

/**
 * A full-text search.
 *
 * @param prefixes word prefixes that a product must all match; empty to match every product
 */
record SearchQuery(List<String> prefixes) {

    static final SearchQuery ALL = new SearchQuery(List.of());

    private static final String NAME = "q";
    private static final String CODE = "invalid-query";
    private static final int MAX_LENGTH = 200;

    /** @throws QueryProblemException {@code invalid-query} if it has no words, or is too long */
    static SearchQuery of(Parameters parameters) {
        String text = parameters.text(NAME);
        return text == null ? ALL : of(text);
    }

    static SearchQuery of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw QueryProblemException.invalid(CODE, NAME, "Must have at most " + MAX_LENGTH + " characters.");
        }
        Set<String> prefixes = SearchTerms.ofQuery(text);
        if (prefixes.isEmpty()) {
            throw QueryProblemException.invalid(CODE, NAME, "Must have a letter or digit.");
        }
        // MongoDB looks up the first one in the index: the longest is likely the most selective.
        return new SearchQuery(prefixes.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    boolean matchesAll() {
        return prefixes.isEmpty();
    }

    List<Bson> filters() {
        return prefixes.stream().map(prefix -> eq(SkuIndexes.PREFIX, prefix)).toList();
    }

    /** Equal for equal searches only. */
    String cacheKey() {
        return String.join(" ", prefixes);
    }
}
