package stockledger.query.sku;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a folded text. Scripts without spaces between words, and Korean, whose compounds have none, give runs of
 * syllables: what a shopper types may begin at any of them.
 */
final class Words {

    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** Long vowels and repetitions of Japanese syllables, which belong to no script. */
    private static final String JAPANESE_MARKS = "\u30FC\u309D\u309E\u3006";

    private static final String APOSTROPHES = "'\u2019\u02BC\u2018\u02BB\u05F3";
    private static final String CONNECTORS = APOSTROPHES + "-\u2010\u2011.&_+/\u00B7";

    private final String text;
    private final List<Chain> chains = new ArrayList<>();
    private final List<List<String>> runs = new ArrayList<>();
    private int at;

    private Words(String text) {
        this.text = text;
    }

    /**
     * Words that only single punctuation marks separate, such as {@code t-shirt} or {@code o'neill}.
     *
     * @param connectors the marks, one fewer than the words
     */
    record Chain(List<String> words, String connectors) {

        /** The words from one on, without what connects them, until the text has this length. */
        String joinedFrom(int first, int length) {
            StringBuilder joined = new StringBuilder();
            for (int i = first; i < words.size() && joined.length() < length; i++) {
                joined.append(words.get(i));
            }
            return joined.toString();
        }

        /** The words, joined where an apostrophe connects them: some write it, others do not. */
        List<String> joinedAtApostrophes() {
            List<String> joined = new ArrayList<>();
            StringBuilder word = new StringBuilder(words.get(0));
            for (int i = 1; i < words.size(); i++) {
                if (APOSTROPHES.indexOf(connectors.charAt(i - 1)) < 0) {
                    joined.add(word.toString());
                    word.setLength(0);
                }
                word.append(words.get(i));
            }
            joined.add(word.toString());
            return joined;
        }
    }

    /** @param text folded */
    static Words of(String text) {
        Words words = new Words(text);
        while (words.at < text.length()) {
            int character = text.codePointAt(words.at);
            if (isUnspaced(character)) {
                words.readRun();
            } else if (isPartOfWord(character)) {
                words.readChain();
            } else {
                words.at += Character.charCount(character);
            }
        }
        return words;
    }

    List<Chain> chains() {
        return chains;
    }

    /** Runs of syllables of scripts without spaces. */
    List<List<String>> runs() {
        return runs;
    }

    private void readChain() {
        List<String> words = new ArrayList<>();
        StringBuilder connectors = new StringBuilder();
        words.add(readWord());
        while (at + 1 < text.length()
                && CONNECTORS.indexOf(text.charAt(at)) >= 0
                && isSpacedWord(text.codePointAt(at + 1))) {
            connectors.append(text.charAt(at++));
            words.add(readWord());
        }
        chains.add(new Chain(words, connectors.toString()));
    }

    private String readWord() {
        int from = at;
        while (at < text.length() && isSpacedWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return text.substring(from, at);
    }

    private void readRun() {
        List<String> syllables = new ArrayList<>();
        while (at < text.length() && isUnspaced(text.codePointAt(at))) {
            int from = at;
            do {
                at += Character.charCount(text.codePointAt(at));
            } while (at < text.length() && continuesSyllable(text.codePointAt(at)));
            syllables.add(text.substring(from, at));
        }
        runs.add(syllables);
    }

    private static boolean isSpacedWord(int character) {
        return isPartOfWord(character) && !isUnspaced(character);
    }

    private static boolean isPartOfWord(int character) {
        int type = Character.getType(character);
        return Character.isLetter(character) && APOSTROPHES.indexOf(character) < 0
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || FoldedText.isMark(character);
    }

    private static boolean isUnspaced(int character) {
        return JAPANESE_MARKS.indexOf(character) >= 0
                || isPartOfWord(character) && WITHOUT_SPACES.contains(UnicodeScript.of(character));
    }

    /** A Korean syllable is decomposed: its first consonant begins it. */
    private static boolean continuesSyllable(int character) {
        return FoldedText.isMark(character)
                || character >= 0x1160 && character <= 0x11FF
                || character >= 0xD7B0 && character <= 0xD7FF;
    }
}
