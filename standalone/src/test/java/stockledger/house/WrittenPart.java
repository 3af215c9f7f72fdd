package stockledger.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A part of a document that repeats what the code says. The tests compare it; with {@code -Ddocs.write=true} they write it
 * first, so that a change of the code can be read in the change of the document.
 *
 * @param document the document, from the repository's folder
 * @param begin the text after which the part begins
 * @param end the text before which it ends
 */
record WrittenPart(String document, String begin, String end) {

    void writeIfAsked(List<String> lines) {
        if (Boolean.getBoolean("docs.write")) {
            try {
                Files.writeString(House.folder().resolve(document), in(House.document(document), lines));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The text with these lines as the part. */
    String in(String text, List<String> lines) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, from + begin.length());
        if (from < 0 || to < 0) {
            throw new IllegalStateException(document + " has no part between " + begin + " and " + end);
        }
        String part = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return text.substring(0, from + begin.length()) + part + text.substring(to);
    }
}
