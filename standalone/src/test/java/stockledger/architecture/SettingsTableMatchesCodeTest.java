package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTableMatchesCodeTest {

    @Test
    void tableHasNameDefaultAndMeaningOfEverySetting() {
        Map<String, String> rows = SettingsTable.rows(Repository.code(), Repository.ROOT);

        new GeneratedSection("docs/operations.md", "| setting | default | meaning |\n|---|---|---|\n", "<!-- end -->")
                .writeIfEnabled(List.copyOf(rows.values()));

        assertThat(rows).containsKeys("stockledger.event-store.kind", "stockledger.event-store.jdbc.pool-size");
        assertThat(rows.values())
                .allSatisfy(row -> assertThat(row).as("meaning").doesNotEndWith("|  |"));
        assertThat(SettingsTable.differences(rows, Repository.document("docs/operations.md")))
                .isEmpty();
    }

    @Test
    void undescribedAndRemovedSettingsAreReported() {
        Map<String, String> rows = SettingsTable.rows(Repository.violating(), "stockledger.violations");

        assertThat(rows)
                .containsEntry(
                        "stockledger.undescribed.max-items",
                        "| `stockledger.undescribed.max-items` | `7` | maximum number of items, of any kind |")
                .containsEntry(
                        "stockledger.undescribed.inner.without-javadoc",
                        "| `stockledger.undescribed.inner.without-javadoc` |  |  |");
        assertThat(SettingsTable.differences(rows, "nothing")).hasSize(2);
        assertThat(SettingsTable.differences(
                        rows, String.join("\n", rows.values()) + "\n| `stockledger.unknown` | `1` | unknown |\n"))
                .containsExactly("docs/operations.md has a setting that does not exist: stockledger.unknown");
    }

    @Test
    void unsortedTableIsReported() {
        Map<String, String> rows = SettingsTable.rows(Repository.violating(), "stockledger.violations");
        List<String> reversed = new ArrayList<>(rows.values());
        Collections.reverse(reversed);

        assertThat(SettingsTable.differences(rows, String.join("\n", rows.values())))
                .isEmpty();
        assertThat(SettingsTable.differences(rows, String.join("\n", reversed)))
                .containsExactly("docs/operations.md has settings that are not sorted by name");
    }
}
