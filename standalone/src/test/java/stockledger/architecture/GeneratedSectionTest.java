package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedSectionTest {

    private final GeneratedSection section = new GeneratedSection("page.md", "<!-- begin -->\n", "<!-- end -->");

    @Test
    void replacesOnlyTheLinesOfTheSection() {
        assertThat(section.replaceIn("head\n<!-- begin -->\nold\n<!-- end -->\ntail\n", List.of("new", "newer")))
                .isEqualTo("head\n<!-- begin -->\nnew\nnewer\n<!-- end -->\ntail\n");
        assertThat(section.replaceIn("<!-- begin -->\nold\n<!-- end -->", List.of()))
                .isEqualTo("<!-- begin -->\n<!-- end -->");
    }

    @Test
    void documentWithoutTheSectionIsAnError() {
        assertThatIllegalStateException().isThrownBy(() -> section.replaceIn("head\n", List.of()));
    }
}
