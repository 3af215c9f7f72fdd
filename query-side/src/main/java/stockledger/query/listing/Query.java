package stockledger.query.listing;

import static com.mongodb.client.model.Filters.eq;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;

/**
 * What is searched for.
 *
 * @param words beginnings of words, all of which a product must have; none when nothing is searched for
 */
record Query(List<String> words) {

    static final Query ANYTHING = new Query(List.of());

    private static final String NAME = "q";
    private static final String CODE = "invalid-query";
    private static final int LONGEST = 200;
    private static final int MOST_WORDS = 8;
    private static final int LONGEST_WORD = 64;

    /** @throws QueryProblemException {@code invalid-query} when it has too many words, too long ones, or none */
    static Query of(Parameters parameters) {
        String text = parameters.text(NAME);
        return text == null ? ANYTHING : of(text);
    }

    static Query of(String text) {
        if (text.length() > LONGEST) {
            throw QueryProblemException.invalid(CODE, NAME, "This has at most " + LONGEST + " characters.");
        }
        List<String> words = SearchTerms.of(text);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            throw QueryProblemException.invalid(
                    CODE, NAME, "This has 1 to " + MOST_WORDS + " words of letters or digits.");
        }
        Set<String> counting = new LinkedHashSet<>();
        for (String word : words) {
            if (word.length() > LONGEST_WORD) {
                throw QueryProblemException.invalid(CODE, NAME, "A word has at most " + LONGEST_WORD + " letters.");
            }
            counting.add(SearchTerms.counting(word));
        }
        // The longest is likely to be the rarest.
        return new Query(counting.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    boolean isAnything() {
        return words.isEmpty();
    }

    List<Bson> filters() {
        return words.stream().map(word -> eq(ListingIndexes.PREFIX, word)).toList();
    }

    /** The same text for the same search, and no other. */
    String written() {
        return String.join(" ", words);
    }
}
