package stockledger.query.listing;

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

/** What is left of a text when case, accents and ways of writing do not count. */
final class SearchTerms {

    /** Letters of a word that count. */
    static final int LETTERS = 20;

    /** Words of a description that count. */
    private static final int MOST_DESCRIBED = 100;

    /** Shortest beginning by which a longer word of a description is found. */
    private static final int LEAST_DESCRIBED = 3;

    private static final int LONGEST_SORTED = 200;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    /**
     * Characters that one store orders before those outside of the basic plane and another after them, and halves of
     * such; few names have any, and their places are then told apart by the SKU.
     */
    private static final Pattern DISPUTED = Pattern.compile("[\\uD800-\\uDFFF\\uE000-\\uFFFF]");

    private static final String INSTEAD = "\uD7FF";

    private SearchTerms() {}

    /** The text without case and accents. */
    static String folded(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        // A sigma at the end of a word is another letter in lower case only.
        return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u03C2', '\u03C3');
    }

    /** What a name is ordered by, the same in every store. */
    static String sorted(String name) {
        String plain = CONTROLS.matcher(folded(name)).replaceAll(" ");
        return DISPUTED.matcher(beginning(plain, LONGEST_SORTED)).replaceAll(INSTEAD);
    }

    /** The words of a text, folded and whole. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN.split(folded(text), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The words of a description that count, each once. */
    static List<String> described(@Nullable String description) {
        Set<String> words = new LinkedHashSet<>();
        if (description != null) {
            for (String word : of(description)) {
                if (words.size() < MOST_DESCRIBED) {
                    words.add(counting(word));
                }
            }
        }
        return List.copyOf(words);
    }

    /** The letters of a word that count. */
    static String counting(String word) {
        return beginning(word, LETTERS);
    }

    /** All that a product is found by. */
    static List<String> prefixes(Collection<String> titles, Collection<String> described) {
        Set<String> prefixes = new TreeSet<>();
        titles.forEach(title -> of(title).forEach(word -> add(counting(word), 1, prefixes)));
        described.forEach(word -> add(word, Math.min(LEAST_DESCRIBED, word.length()), prefixes));
        return List.copyOf(prefixes);
    }

    private static void add(String word, int least, Set<String> prefixes) {
        for (int length = least; length <= word.length(); length++) {
            prefixes.add(beginning(word, length));
        }
    }

    /** As many characters, and none of two halves without its other. */
    private static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
