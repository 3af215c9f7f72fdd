package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThePictureIsTheRuleTest {

    private static final List<String> SIDES = List.of("events", "command", "query", "trials", "standalone");

    @Test
    void everyArrowInTheBytecodeIsDrawnAndNoOther() {
        JavaClasses code = House.code();

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
                  product --> moon
                ```
                """;

        assertThat(Picture.differences(text, House.planted(), "stockledger.planted", List.of("query")))
                .filteredOn(difference -> difference.startsWith("rooms"))
                .containsExactly("rooms of query: the code lacks product --> moon");
    }
}
