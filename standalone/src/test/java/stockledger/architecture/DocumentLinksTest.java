package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:Test|IT)\\b");

    @TempDir
    Path folder;

    @Test
    void everyRelativeLinkHasATarget() throws IOException {
        List<Path> documents =
                new ArrayList<>(Repository.files(Repository.folder().resolve("docs"), ".md"));
        documents.add(Repository.folder().resolve("README.md"));
        documents.add(Repository.folder().resolve("CONTRIBUTING.md"));
        documents.add(Repository.folder().resolve("SECURITY.md"));

        assertThat(documents).hasSizeGreaterThan(10);
        for (Path document : documents) {
            assertThat(deadLinks(document)).as("%s", document).isEmpty();
        }
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Set<String> existing = new TreeSet<>();
        for (String module : Repository.MODULES) {
            Repository.files(Repository.folder().resolve(module).resolve("src/test"), ".java")
                    .forEach(file -> existing.add(file.getFileName().toString().replace(".java", "")));
        }
        for (String document : List.of("README.md", "CONTRIBUTING.md", "requests.http", "docs/architecture.md")) {
            Set<String> named = new TreeSet<>();
            Matcher test = TEST.matcher(Repository.document(document));
            while (test.find()) {
                named.add(test.group());
            }
            named.removeAll(existing);
            assertThat(named)
                    .as("tests that %s names and that do not exist", document)
                    .isEmpty();
        }
    }

    @Test
    void deadLinkIsReported() throws IOException {
        Path document = folder.resolve("a.md");
        Files.writeString(document, "[a](a.md#b) [b](https://example.org) [c](c.md)");

        assertThat(deadLinks(document)).containsExactly("c.md");
    }

    private static List<String> deadLinks(Path document) throws IOException {
        List<String> dead = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(document));
        while (link.find()) {
            if (!Files.exists(document.resolveSibling(link.group(1)))) {
                dead.add(link.group(1));
            }
        }
        return dead;
    }
}
