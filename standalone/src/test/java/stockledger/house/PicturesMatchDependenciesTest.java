package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PicturesMatchDependenciesTest {

    private static final Set<String> MODULES = Rooms.LISTED.keySet();

    @Test
    void picturesShowExactlyTheDependenciesInTheBytecode() {
        JavaClasses code = House.code();
        write("modules", Rooms.betweenModules(code, House.ROOT));
        // A module without rooms has no picture.
        MODULES.stream()
                .filter(module -> !Rooms.LISTED.get(module).isEmpty())
                .forEach(module -> write("rooms of " + module, Rooms.within(code, House.ROOT + "." + module)));

        assertThat(Picture.differences(House.document("docs/architecture.md"), code, House.ROOT, MODULES))
                .isEmpty();
    }

    @Test
    void missingArrowIsReported() {
        List<String> differences =
                Picture.differences("no picture", House.planted(), "stockledger.planted", Set.of("query"));

        assertThat(differences)
                .contains(
                        "modules: the picture lacks events --> command",
                        "rooms of query: the picture lacks product --> availability");
    }

    @Test
    void surplusArrowIsReported() {
        String text = """
                ```mermaid
                flowchart TD
                  %% rooms of query
                  product --> availability
                  availability --> product
                  product --> projection
                  product --> moon
                ```
                """;

        assertThat(Picture.differences(text, House.planted(), "stockledger.planted", Set.of("query")))
                .filteredOn(difference -> difference.startsWith("rooms"))
                .containsExactly("rooms of query: the code lacks product --> moon");
    }

    private static void write(String subject, Set<Rooms.Arrow> arrows) {
        new GeneratedSection("docs/architecture.md", "  %% " + subject + "\n", "```")
                .writeIfEnabled(arrows.stream().map(arrow -> "  " + arrow).toList());
    }
}
