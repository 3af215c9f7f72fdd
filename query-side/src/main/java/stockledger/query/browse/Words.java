package stockledger.query.browse;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is left of a text when case, accents and ways of writing do not count. */
final class Words {

    private static final int LONGEST_SORTED = 200;

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    /**
     * Characters that one store orders before those outside of the basic plane and another after them, and halves of
     * such; few names have any, and their places are then told apart by the SKU.
     */
    private static final Pattern DISPUTED = Pattern.compile("[\\uD800-\\uDFFF\\uE000-\\uFFFF]");

    private static final String INSTEAD = "\uD7FF";

    private Words() {}

    /** The text without case and accents. */
    static String folded(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u03C2', '\u03C3');
    }

    /** What a name is ordered by, the same in every store. */
    static String sorted(String name) {
        String plain = CONTROLS.matcher(folded(name)).replaceAll(" ");
        int end = Math.min(plain.length(), LONGEST_SORTED);
        if (end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1))) {
            end--;
        }
        return DISPUTED.matcher(plain.substring(0, end)).replaceAll(INSTEAD);
    }
}
