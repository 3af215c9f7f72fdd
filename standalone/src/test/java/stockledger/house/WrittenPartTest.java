package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenPartTest {

    private final WrittenPart part = new WrittenPart("page.md", "<!-- begin -->\n", "<!-- end -->");

    @Test
    void replacesItsLinesAndNothingElse() {
        assertThat(part.in("head\n<!-- begin -->\nold\n<!-- end -->\ntail\n", List.of("new", "newer")))
                .isEqualTo("head\n<!-- begin -->\nnew\nnewer\n<!-- end -->\ntail\n");
        assertThat(part.in("<!-- begin -->\nold\n<!-- end -->", List.of())).isEqualTo("<!-- begin -->\n<!-- end -->");
    }

    @Test
    void aDocumentWithoutThePartIsAnError() {
        assertThatIllegalStateException().isThrownBy(() -> part.in("head\n", List.of()));
    }
}
