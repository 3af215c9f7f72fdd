package stockledger.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one sentence in each package-info, and the code map in docs/architecture.md that repeats them. */
final class CodeMap {

    private static final Pattern PACKAGE =
            Pattern.compile("\\A/\\*\\*(.*?)\\*/\\s*@NullMarked\\s+package ([a-z.]+);", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("^- `(stockledger[a-z.]*)`: (.*)$", Pattern.MULTILINE);

    private CodeMap() {}

    /** Sentences by package for the sources below a folder; violations are added to {@code problems}. */
    static Map<String, String> sentences(Path sources, List<String> problems) {
        Map<String, String> sentences = new TreeMap<>();
        Repository.files(sources, ".java").stream()
                .map(Path::getParent)
                .distinct()
                .forEach(folder -> {
                    Path info = folder.resolve("package-info.java");
                    Matcher sentenceMatcher = PACKAGE.matcher(Files.exists(info) ? read(info) : "");
                    String name = sources.relativize(folder).toString().replace('/', '.');
                    if (!sentenceMatcher.find()) {
                        problems.add(name + " has no package-info with a Javadoc and @NullMarked");
                        return;
                    }
                    String sentence = sentenceMatcher
                            .group(1)
                            .replaceAll("\\n\\s*\\*", " ")
                            .replaceAll("\\s+", " ")
                            .strip();
                    if (!sentence.matches("[^.?]+(\\.[^ .?][^.?]*)*[.?]")) {
                        problems.add(name + " is not described in one sentence: " + sentence);
                    }
                    sentences.put(sentenceMatcher.group(2), sentence);
                });
        return sentences;
    }

    /** The lines of the code map. */
    static List<String> lines(Map<String, String> sentences) {
        return sentences.entrySet().stream()
                .map(entry -> "- `" + entry.getKey() + "`: " + entry.getValue())
                .toList();
    }

    /** Differences between the code map in a text and the packages. */
    static List<String> differences(Map<String, String> sentences, String text) {
        Map<String, String> written = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            written.put(line.group(1), line.group(2));
        }
        List<String> differences = new ArrayList<>();
        sentences.forEach((name, sentence) -> {
            if (!sentence.equals(written.remove(name))) {
                differences.add("docs/architecture.md needs: - `" + name + "`: " + sentence);
            }
        });
        written.keySet()
                .forEach(name -> differences.add("docs/architecture.md names a package that does not exist: " + name));
        return differences;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
