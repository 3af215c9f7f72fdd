package stockledger.events;

import java.text.Normalizer;

/**
 * Texts of the catalog in one spelling each, so that texts which look equal are equal: characters composed (Unicode's NFC),
 * no white space at the ends.
 */
public final class Text {

    private static final char SEPARATOR = '/';

    /** Soft hyphen, zero-width space, word joiner and byte order mark: they say where lines break, and are not shown. */
    private static final String INVISIBLE = "\u00AD\u200B\u2060\uFEFF";

    private Text() {}

    /** The text composed and trimmed; empty when nothing of it can be seen. */
    public static String normalized(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (composed.codePoints().noneMatch(Text::isVisible)) {
            return "";
        }
        int from = 0;
        int to = composed.length();
        while (isOmittedAtEnds(composed.charAt(from))) {
            from++;
        }
        while (isOmittedAtEnds(composed.charAt(to - 1))) {
            to--;
        }
        return composed.substring(from, to);
    }

    /**
     * A name by which products are grouped, such as a brand: normalized, without invisible characters, and with one blank
     * wherever it has white space.
     */
    public static String label(String text) {
        String normalized = normalized(text);
        StringBuilder label = new StringBuilder(normalized.length());
        for (int i = 0; i < normalized.length(); i++) {
            char unit = normalized.charAt(i);
            if (isSpace(unit)) {
                if (label.charAt(label.length() - 1) != ' ') {
                    label.append(' ');
                }
            } else if (INVISIBLE.indexOf(unit) < 0) {
                label.append(unit);
            }
        }
        // An invisible character may have been between a letter and its accent.
        return Normalizer.normalize(label, Normalizer.Form.NFC);
    }

    /** A path whose segments are labels, such as {@code Kitchen/Mugs}. Segments without a visible character are empty. */
    public static String path(String text) {
        StringBuilder path = new StringBuilder(text.length());
        int from = 0;
        for (int slash = text.indexOf(SEPARATOR); slash >= 0; slash = text.indexOf(SEPARATOR, from)) {
            path.append(label(text.substring(from, slash))).append(SEPARATOR);
            from = slash + 1;
        }
        return path.append(label(text.substring(from))).toString();
    }

    private static boolean isOmittedAtEnds(char unit) {
        return isSpace(unit) || INVISIBLE.indexOf(unit) >= 0;
    }

    /** Other spaces than Java's white space, too: those that do not break. */
    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isVisible(int character) {
        return !isSpace(character)
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT;
    }
}
