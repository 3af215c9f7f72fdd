package stockledger.query.sku;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Folds texts so that search and sorting ignore differences which people do not type: case, accents, compatibility
 * characters, invisible characters, the two kinds of Japanese syllables, and letters that Unicode does not decompose.
 */
final class FoldedText {

    /** Scripts whose marks are accents and points. In others, such as Thai and Devanagari, a mark may be a vowel. */
    private static final Set<UnicodeScript> SCRIPTS_WITH_ACCENTS = EnumSet.of(
            UnicodeScript.INHERITED,
            UnicodeScript.COMMON,
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.HEBREW,
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC);

    /** Pairs of letters without a decomposition, and how they are typed; as in ASCII folding of other search engines. */
    private static final String[] PLAIN = {
        "ßss", "æae", "œoe", "øo", "đd", "ðd", "ħh", "łl", "þth", "ŧt", "ŋn", "ĸk", "ıi", "ƀb", "ɓb", "ȼc", "ƈc", "ɖd",
        "ɗd", "ɇe", "ƒf", "ǥg", "ɠg", "ɨi", "ɉj", "ƙk", "ƚl", "ɫl", "ɲn", "ƞn", "ɵo", "ƥp", "ɍr", "ʈt", "ƭt", "ʉu",
        "ʋv", "ⱳw", "ƴy", "ɏy", "ƶz", "ȥz", "ⱥa", "ⱦt", "ςσ", "ىي", "یي", "ےي", "کك", "ةه", "ہه", "ھه"
    };

    private static final Map<Integer, String> REPLACEMENTS = replacements();

    private static final int FIRST_NON_ASCII = 0x80;
    private static final char TATWEEL = '\u0640';
    private static final char FIRST_KATAKANA = '\u30A1';
    private static final char LAST_KATAKANA = '\u30F6';
    private static final int KATAKANA_AFTER_HIRAGANA = 0x60;
    private static final char VOICED = '\u3099';
    private static final char SEMI_VOICED = '\u309A';

    private FoldedText() {}

    private static Map<Integer, String> replacements() {
        Map<Integer, String> replacements = new HashMap<>();
        for (String pair : PLAIN) {
            replacements.put((int) pair.charAt(0), pair.substring(1));
        }
        return Map.copyOf(replacements);
    }

    static String of(String text) {
        String visible = withoutAccents(Normalizer.normalize(text, Normalizer.Form.NFKD));
        return plain(visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    private static String withoutAccents(String decomposed) {
        StringBuilder kept = new StringBuilder(decomposed.length());
        int character;
        for (int at = 0; at < decomposed.length(); at += Character.charCount(character)) {
            character = decomposed.codePointAt(at);
            if (character < FIRST_NON_ASCII || !isIgnored(character)) {
                kept.appendCodePoint(character);
            }
        }
        return kept.toString();
    }

    private static boolean isIgnored(int character) {
        if (Character.getType(character) == Character.FORMAT || character == TATWEEL) {
            return true;
        }
        return isMark(character)
                && character != VOICED
                && character != SEMI_VOICED
                && SCRIPTS_WITH_ACCENTS.contains(UnicodeScript.of(character));
    }

    /** Whether a character belongs to the one before. */
    static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int character;
        for (int at = 0; at < text.length(); at += Character.charCount(character)) {
            character = text.codePointAt(at);
            if (character < FIRST_NON_ASCII) {
                plain.append((char) character);
            } else {
                append(character, plain);
            }
        }
        return plain.toString();
    }

    private static void append(int character, StringBuilder plain) {
        String replacement = REPLACEMENTS.get(character);
        if (replacement != null) {
            plain.append(replacement);
        } else if (Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER) {
            plain.append(Character.digit(character, 10));
        } else if (character >= FIRST_KATAKANA && character <= LAST_KATAKANA) {
            plain.append((char) (character - KATAKANA_AFTER_HIRAGANA));
        } else if ((character == VOICED || character == SEMI_VOICED) && !plain.isEmpty()) {
            compose(plain, (char) character);
        } else {
            plain.appendCodePoint(character);
        }
    }

    /** A voiced syllable is another one, not an accented one. */
    private static void compose(StringBuilder plain, char mark) {
        int last = plain.length() - 1;
        String composed = Normalizer.normalize("" + plain.charAt(last) + mark, Normalizer.Form.NFC);
        plain.setLength(last);
        plain.append(composed);
    }
}
