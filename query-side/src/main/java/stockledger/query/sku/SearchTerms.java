package stockledger.query.sku;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Normalizes names and texts for search and sorting: case, accents and compatibility characters are ignored. */
public final class SearchTerms {

    /** Longer words are truncated to this length. */
    static final int MAX_WORD_LENGTH = 20;

    private static final int MAX_DESCRIPTION_WORDS = 100;

    /** Shortest prefix that finds a longer word of a description. */
    private static final int MIN_DESCRIPTION_PREFIX = 3;

    private static final int MAX_SORT_KEY_LENGTH = 200;

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NON_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /**
     * Surrogates and the characters above them: MongoDB (UTF-8) and Java (UTF-16) sort them differently. They are replaced in
     * sort keys, which are unique by their SKU.
     */
    private static final Pattern SORTED_DIFFERENTLY = Pattern.compile("[\\uD800-\\uDFFF\\uE000-\\uFFFF]");

    private static final String REPLACEMENT = "\uD7FF";

    private SearchTerms() {}

    /** The text without case and accents. */
    static String normalize(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        // The final sigma exists in lower case only.
        return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u03C2', '\u03C3');
    }

    /** The sort key of a name, which every store sorts in the same order. */
    static String sortKey(String name) {
        String plain = CONTROLS.matcher(normalize(name)).replaceAll(" ");
        return SORTED_DIFFERENTLY.matcher(truncate(plain, MAX_SORT_KEY_LENGTH)).replaceAll(REPLACEMENT);
    }

    /** The normalized words of a text. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : NON_WORD.split(normalize(text), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The distinct words of a description that search finds. */
    static List<String> descriptionWords(@Nullable String description) {
        Set<String> words = new LinkedHashSet<>();
        if (description != null) {
            for (String word : words(description)) {
                if (words.size() < MAX_DESCRIPTION_WORDS) {
                    words.add(truncateWord(word));
                }
            }
        }
        return List.copyOf(words);
    }

    public static String truncateWord(String word) {
        return truncate(word, MAX_WORD_LENGTH);
    }

    /**
     * The prefixes that find a product.
     *
     * @param titles found by prefixes of any length
     * @param descriptionWords found by prefixes of at least three letters
     */
    static List<String> prefixes(Collection<String> titles, Collection<String> descriptionWords) {
        Set<String> prefixes = new TreeSet<>();
        titles.forEach(title -> words(title).forEach(word -> add(truncateWord(word), 1, prefixes)));
        descriptionWords.forEach(word -> add(word, Math.min(MIN_DESCRIPTION_PREFIX, word.length()), prefixes));
        return List.copyOf(prefixes);
    }

    private static void add(String word, int minLength, Set<String> prefixes) {
        for (int length = minLength; length <= word.length(); length++) {
            prefixes.add(truncate(word, length));
        }
    }

    /** Never splits a surrogate pair. */
    private static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}
