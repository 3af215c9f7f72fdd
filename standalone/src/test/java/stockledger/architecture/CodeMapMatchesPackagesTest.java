package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeMapMatchesPackagesTest {

    @TempDir
    Path sources;

    @Test
    void packagesHaveOneSentenceThatTheCodeMapRepeats() {
        List<String> problems = new ArrayList<>();
        Map<String, String> sentences = new TreeMap<>();
        for (String module : Repository.MODULES) {
            Map<String, String> ofModule = CodeMap.sentences(Repository.sourcesOf(module), problems);
            assertThat(ofModule).as("packages of %s", module).isNotEmpty();
            sentences.putAll(ofModule);
        }

        new GeneratedSection("docs/architecture.md", "<!-- code map -->\n", "<!-- end -->")
                .writeIfEnabled(CodeMap.lines(sentences));

        assertThat(problems).isEmpty();
        assertThat(CodeMap.differences(sentences, Repository.document("docs/architecture.md")))
                .isEmpty();
    }

    @Test
    void missingSentenceAndMissingNullMarkedAreReported() throws IOException {
        write("stockledger/a/A.java", "package stockledger.a; class A {}");
        write("stockledger/b/B.java", "package stockledger.b; class B {}");
        write("stockledger/b/package-info.java", "/** Without NullMarked. */\npackage stockledger.b;\n");
        write("stockledger/c/package-info.java", "/** Two. Sentences. */\n@NullMarked\npackage stockledger.c;\n");
        write("stockledger/d/package-info.java", "/** As 1.5 says,\n * one. */\n@NullMarked\npackage stockledger.d;\n");
        List<String> problems = new ArrayList<>();

        assertThat(CodeMap.sentences(sources, problems)).containsEntry("stockledger.d", "As 1.5 says, one.");

        assertThat(problems).hasSize(3);
        assertThat(problems.toString()).contains("stockledger.a has", "stockledger.b has", "stockledger.c is not");
    }

    @Test
    void staleCodeMapIsReported() {
        Map<String, String> sentences = Map.of("stockledger.a", "New words.");

        assertThat(CodeMap.differences(sentences, "- `stockledger.a`: Old words.\n- `stockledger.b`: Gone.\n"))
                .hasSize(2);
        assertThat(CodeMap.differences(sentences, "")).hasSize(1);
        assertThat(CodeMap.differences(sentences, "- `stockledger.a`: New words.\n"))
                .isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Path path = sources.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
