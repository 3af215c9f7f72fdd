package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLimitsTest {

    /** Files that violate rules on purpose, and the class that may abort a test. */
    private static final List<String> EXCLUDED =
            List.of("stockledger/violations/", "/lombok/", "architecture/RequiredProgram.java");

    @Test
    void sourceFilesAreWithinTheLimits() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String module : Repository.MODULES) {
            List<Path> files =
                    Repository.files(Repository.folder().resolve(module).resolve("src"), ".java");
            assertThat(files).as("sources of %s", module).isNotEmpty();
            for (Path file : files) {
                String name = Repository.folder().relativize(file).toString();
                if (EXCLUDED.stream().noneMatch(name::contains)) {
                    sources.put(name, Files.readString(file));
                }
            }
        }
        assertThat(SourceLimits.problems(sources)).isEmpty();
    }

    @Test
    void longFileIsReported() {
        assertThat(problems("class A {}\n" + "\n".repeat(SourceLimits.MAX_FILE_LINES)))
                .containsExactly("A.java has 501 lines");
    }

    @Test
    void longAggregateIsAllowed() {
        assertThat(problems("@AggregateRoot(type = \"a\")\nclass A {}\n" + "\n".repeat(SourceLimits.MAX_FILE_LINES)))
                .isEmpty();
    }

    @Test
    void longMethodIsReported() {
        assertThat(problems(classWithMethodOf(SourceLimits.MAX_METHOD_LINES + 1)))
                .containsExactly("A.java has a method run of 61 lines");
        assertThat(problems(classWithMethodOf(SourceLimits.MAX_METHOD_LINES))).isEmpty();
    }

    /** The length counts from the last annotation to the closing brace, without the Javadoc. */
    private static String classWithMethodOf(int lines) {
        String body = "int a;\n".repeat(lines - 3);
        return "class A {\n/** Runs. */\n@Deprecated\nvoid run() {\n" + body + "}\n}\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { } // TO" + "DO later",
                "class A { } // FIX" + "ME",
                "class A { void a() throws Exception { Thread.sle" + "ep(5); } }",
                "class A { void a() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sle" + "ep(5); } }",
                "/** @aut" + "hor me */ class A { }",
                "import lom" + "bok.Data; class A { }",
                "class A { @Auto" + "wired B b; }",
                "class A { void a(Exception e) { e.printStack" + "Trace(); } }",
                "class A { @Dis" + "abled void a() { } }",
                "class A { @Enab" + "ledOnOs(\"linux\") void a() { } }",
                "class A { void a() { Assum" + "ptions.abort(); } }"
            })
    void forbiddenConstructIsReported(String source) {
        assertThat(problems(source)).hasSize(1);
    }

    private static List<String> problems(String source) {
        return SourceLimits.problems(Map.of("A.java", source));
    }
}
