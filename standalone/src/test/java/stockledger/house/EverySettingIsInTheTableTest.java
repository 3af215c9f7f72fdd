package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EverySettingIsInTheTableTest {

    @Test
    void withItsDefaultAndMeaning() {
        Map<String, String> rows = SettingsTable.rows(House.code(), House.ROOT);

        new WrittenPart("docs/operations.md", "| setting | default | meaning |\n|---|---|---|\n", "<!-- end -->")
                .writeIfAsked(List.copyOf(rows.values()));

        assertThat(rows).containsKeys("stockledger.event-store.kind", "stockledger.event-store.jdbc.pool-size");
        assertThat(rows.values())
                .allSatisfy(row -> assertThat(row).as("has a meaning").doesNotEndWith("|  |"));
        assertThat(SettingsTable.differences(rows, House.document("docs/operations.md")))
                .isEmpty();
    }

    @Test
    void aSettingThatIsNotDescribedIsFound() {
        Map<String, String> rows = SettingsTable.rows(House.planted(), "stockledger.planted");

        assertThat(rows)
                .containsEntry(
                        "stockledger.planted-limits.most-things",
                        "| `stockledger.planted-limits.most-things` | `7` | most things at once, of any kind |")
                .containsEntry(
                        "stockledger.planted-limits.inner.silent",
                        "| `stockledger.planted-limits.inner.silent` |  |  |");
        assertThat(SettingsTable.differences(rows, "nothing")).hasSize(2);
        assertThat(SettingsTable.differences(
                        rows, String.join("\n", rows.values()) + "\n| `stockledger.gone` | `1` | was once |\n"))
                .containsExactly("docs/operations.md has a setting that is gone: stockledger.gone");
    }
}
