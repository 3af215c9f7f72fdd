package stockledger.house;

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

class TidyTest {

    /** What is untidy on purpose. */
    private static final List<String> PLANTED = List.of("stockledger/planted/", "/lombok/");

    @Test
    void everySourceFileIsTidy() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String module : House.MODULES) {
            List<Path> files = House.files(House.folder().resolve(module).resolve("src"), ".java");
            assertThat(files).as("sources of %s", module).isNotEmpty();
            for (Path file : files) {
                String name = House.folder().relativize(file).toString();
                if (PLANTED.stream().noneMatch(name::contains)) {
                    sources.put(name, Files.readString(file));
                }
            }
        }
        assertThat(Tidy.problems(sources)).isEmpty();
    }

    @Test
    void aLongFileIsFound() {
        assertThat(problems("class A {}\n" + "\n".repeat(Tidy.MOST_LINES))).containsExactly("A.java has 301 lines");
    }

    @Test
    void aLongMethodIsFound() {
        String body = "int a;\n".repeat(Tidy.MOST_LINES_OF_A_METHOD - 1);
        String method = "class A {\n/** Said. */\n@Deprecated\nvoid run() {\n%s}\n}\n";

        assertThat(problems(method.formatted(body))).containsExactly("A.java has a method run of 42 lines");
        assertThat(problems(method.formatted(body.substring(14)))).isEmpty();
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
                "class A { void a(Exception e) { e.printStack" + "Trace(); } }"
            })
    void whatIsNotFinishedOrHidesSomethingIsFound(String source) {
        assertThat(problems(source)).hasSize(1);
    }

    private static List<String> problems(String source) {
        return Tidy.problems(Map.of("A.java", source));
    }
}
