package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThePictureIsTheRuleTest {

    private static final List<String> SIDES = List.of("events", "web", "command", "query", "trials", "standalone");

    @Test
    void everyArrowInTheBytecodeIsDrawnAndNoOther() {
        JavaClasses code = House.code();
        write("modules", Rooms.betweenModules(code, House.ROOT));
        SIDES.forEach(side -> write("rooms of " + side, Rooms.within(code, House.ROOT + "." + side)));

        assertThat(Picture.differences(House.document("docs/architecture.md"), code, House.ROOT, SIDES))
                .isEmpty();
    }

    @Test
    void anArrowThatIsNotDrawnIsFound() {
        List<String> differences =
                Picture.differences("no picture", House.planted(), "stockledger.planted", List.of("query"));

        assertThat(differences)
                .contains(
                        "modules: the picture lacks events --> command",
                        "rooms of query: the picture lacks product --> availability");
    }

    @Test
    void anArrowThatIsOnlyDrawnIsFound() {
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

        assertThat(Picture.differences(text, House.planted(), "stockledger.planted", List.of("query")))
                .filteredOn(difference -> difference.startsWith("rooms"))
                .containsExactly("rooms of query: the code lacks product --> moon");
    }

    private static void write(String subject, Set<Rooms.Arrow> arrows) {
        new WrittenPart("docs/architecture.md", "  %% " + subject + "\n", "```")
                .writeIfAsked(arrows.stream().map(arrow -> "  " + arrow).toList());
    }
}
