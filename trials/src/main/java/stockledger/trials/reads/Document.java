package stockledger.trials.reads;

import java.util.List;

/** A document that holds the last report between two marks. */
final class Document {

    private Document() {}

    /**
     * The document with these lines in place of those between its marks.
     *
     * @throws Refused when it has no such marks
     */
    static String with(String document, String mark, List<String> lines) {
        String begin = "<!-- " + mark + " -->\n";
        String end = "<!-- end of " + mark + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new Refused("the document has no part between " + begin.strip() + " and " + end);
        }
        return document.substring(0, from + begin.length()) + String.join("\n", lines) + "\n" + document.substring(to);
    }
}
