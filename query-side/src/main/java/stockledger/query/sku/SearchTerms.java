package stockledger.query.sku;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terms that find a product: prefixes of its words, and of each two syllables in scripts that have no spaces between
 * words. A query is split into terms that must all be found.
 */
public final class SearchTerms {

    /** Longer words are truncated to this length. */
    static final int MAX_WORD_LENGTH = 20;

    private static final int MAX_DESCRIPTION_WORDS = 100;

    /** As much text as that many words: two and a half syllables are about one. */
    private static final int MAX_DESCRIPTION_SYLLABLES = 250;

    /** Shortest prefix that finds a longer word of a description. */
    private static final int MIN_DESCRIPTION_PREFIX = 3;

    private static final int MAX_SORT_KEY_LENGTH = 200;

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    /**
     * Surrogates and the characters above them: MongoDB (UTF-8) and Java (UTF-16) sort them differently. They are replaced in
     * sort keys, which are unique by their SKU.
     */
    private static final Pattern SORTED_DIFFERENTLY = Pattern.compile("[\\uD800-\\uDFFF\\uE000-\\uFFFF]");

    private static final String REPLACEMENT = "\uD7FF";

    private SearchTerms() {}

    /** The sort key of a name, which every store sorts in the same order. */
    public static String sortKey(String name) {
        String plain = CONTROLS.matcher(FoldedText.of(name)).replaceAll(" ");
        return SORTED_DIFFERENTLY.matcher(truncate(plain, MAX_SORT_KEY_LENGTH)).replaceAll(REPLACEMENT);
    }

    /** The distinct terms of a query, each to be looked up among the terms of a product. */
    public static Set<String> ofQuery(String query) {
        Words words = Words.of(FoldedText.of(query));
        Set<String> terms = new LinkedHashSet<>();
        words.chains().forEach(chain -> chain.joinedAtApostrophes().forEach(word -> terms.add(truncateWord(word))));
        for (List<String> run : words.runs()) {
            for (int i = 0; i < Math.max(1, run.size() - 1); i++) {
                terms.add(pairAt(i, run));
            }
        }
        return terms;
    }

    /**
     * The terms that find a product.
     *
     * @param titles found by prefixes of any length
     * @param description found by prefixes of at least three letters, and by single syllables
     */
    public static List<String> ofProduct(Collection<String> titles, @Nullable String description) {
        Set<String> terms = new TreeSet<>();
        for (String title : titles) {
            Words words = Words.of(FoldedText.of(title));
            for (Words.Chain chain : words.chains()) {
                for (int i = 0; i < chain.words().size(); i++) {
                    addPrefixes(truncateWord(chain.joinedFrom(i, MAX_WORD_LENGTH)), 1, terms);
                }
            }
            for (List<String> run : words.runs()) {
                for (int i = 0; i < run.size(); i++) {
                    addPrefixes(pairAt(i, run), 1, terms);
                }
            }
        }
        if (description != null) {
            addDescription(Words.of(FoldedText.of(description)), terms);
        }
        return List.copyOf(terms);
    }

    private static void addDescription(Words words, Set<String> terms) {
        Set<String> seen = new LinkedHashSet<>();
        for (Words.Chain chain : words.chains()) {
            for (int i = 0; i < chain.words().size() && seen.size() < MAX_DESCRIPTION_WORDS; i++) {
                String word = truncateWord(chain.words().get(i));
                String joined = truncateWord(chain.joinedFrom(i, MAX_WORD_LENGTH));
                if (seen.add(word)) {
                    addPrefixes(word, Math.min(MIN_DESCRIPTION_PREFIX, word.length()), terms);
                    addPrefixes(joined, Math.min(MIN_DESCRIPTION_PREFIX, joined.length()), terms);
                }
            }
        }
        List<String> pairs = new ArrayList<>();
        for (List<String> run : words.runs()) {
            for (int i = 0; i < run.size() && pairs.size() < MAX_DESCRIPTION_SYLLABLES; i++) {
                String pair = pairAt(i, run);
                pairs.add(pair);
                addPrefixes(pair, run.get(i).length(), terms);
            }
        }
    }

    /** A syllable with the next one, if there is one. */
    private static String pairAt(int index, List<String> run) {
        return index + 1 < run.size() ? run.get(index) + run.get(index + 1) : run.get(index);
    }

    static String truncateWord(String word) {
        return truncate(word, MAX_WORD_LENGTH);
    }

    private static void addPrefixes(String word, int minLength, Set<String> terms) {
        for (int length = minLength; length < word.length(); length++) {
            if (!Character.isHighSurrogate(word.charAt(length - 1))) {
                terms.add(word.substring(0, length));
            }
        }
        terms.add(word);
    }

    /** Never splits a surrogate pair. */
    private static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}
