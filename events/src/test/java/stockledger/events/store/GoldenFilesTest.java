package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {

    private static final String KEY = "stock.StockReceived.1";

    @TempDir
    Path folder;

    @Test
    void aMissingFileFails() {
        assertThatThrownBy(() -> new GoldenFiles(folder, false).assertMatches(KEY, "{}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("StockReceived.1.json is missing");
    }

    @Test
    void theWriteSwitchCreatesMissingFiles() throws IOException {
        new GoldenFiles(folder, true).assertMatches(KEY, "{}");

        assertThat(folder.resolve("stock/StockReceived.1.json")).hasContent("{}");
        assertThat(new GoldenFiles(folder, false).keys()).containsExactly(KEY);
        assertThatCode(() -> new GoldenFiles(folder, false).assertMatches(KEY, "{}"))
                .doesNotThrowAnyException();
    }

    @Test
    void theWriteSwitchNeverOverwrites() throws IOException {
        new GoldenFiles(folder, true).assertMatches(KEY, "{}");

        assertThatThrownBy(() -> new GoldenFiles(folder, true).assertMatches(KEY, "{\"a\":1}"))
                .isInstanceOf(AssertionError.class);
        assertThat(Files.readString(folder.resolve("stock/StockReceived.1.json")))
                .isEqualTo("{}");
    }
}
