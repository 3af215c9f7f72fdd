package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EveryEventIsInTheCatalogTest {

    private EventCatalogPage code;
    private String page;

    @BeforeEach
    void read() throws IOException {
        code = EventCatalogPage.fromCode();
        page = Files.readString(Path.of("../docs/events.md"));
    }

    @Test
    void thePageEqualsTheCode() {
        assertThat(code.problemsOf(page)).isEmpty();
    }

    @Test
    void aMissingRowIsFound() {
        String without = page.replaceAll("\\| `stock.UnitsShipped`.*\\n", "");

        assertThat(code.problemsOf(without)).singleElement().asString().contains("stock.UnitsShipped");
    }

    @Test
    void aMissingFieldIsFound() {
        assertThat(code.problemsOf(page.replaceFirst(" `quantity`", "")))
                .singleElement()
                .asString()
                .contains("stock.StockReceived");
    }

    @Test
    void aWrongRevisionOrMeaningIsFound() {
        assertThat(code.problemsOf(
                        page.replace("| [2](../events/src/test/resources/golden/stock/UnitsHeld.2", "| [3](x")))
                .hasSize(1);
        assertThat(code.problemsOf(page.replace("Units were received", "Units were sold")))
                .hasSize(1);
    }

    @Test
    void aRowOfARemovedEventIsFound() {
        assertThat(code.problemsOf(page + "\n| `stock.StockVanished` | 1 | Counted. | `sku` |\n"))
                .containsExactly("no such event: stock.StockVanished");
    }
}
