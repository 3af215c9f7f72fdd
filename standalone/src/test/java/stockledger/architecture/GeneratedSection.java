package stockledger.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A section of a document that is generated from the code. Tests compare it; with {@code -Ddocs.write=true} they write it
 * before they compare.
 *
 * @param document path of the document from the root of the repository
 * @param begin the text before the section
 * @param end the text after the section
 */
record GeneratedSection(String document, String begin, String end) {

    void writeIfEnabled(List<String> lines) {
        if (Boolean.getBoolean("docs.write")) {
            try {
                Files.writeString(
                        Repository.folder().resolve(document), replaceIn(Repository.document(document), lines));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the text with these lines as the section. */
    String replaceIn(String text, List<String> lines) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, from + begin.length());
        if (from < 0 || to < 0) {
            throw new IllegalStateException(document + " has no section between " + begin + " and " + end);
        }
        String section = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return text.substring(0, from + begin.length()) + section + text.substring(to);
    }
}
