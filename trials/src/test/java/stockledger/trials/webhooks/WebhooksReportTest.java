package stockledger.trials.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Stats;
import stockledger.trials.webhooks.WebhooksReport.Faults;
import stockledger.trials.webhooks.WebhooksReport.Turn;

/** Missing and misplaced events and slower commands decide, by the medians of the turns. */
class WebhooksReportTest {

    private static final Path DOCUMENT = Path.of("../docs/performance.md");

    private static WebhooksReport report(long missing, double p50WithWebhooks) {
        WebhooksReport.Setting setting = new WebhooksReport.Setting(
                "2026-11-30T12:00:00Z", "http://localhost:8080", Machine.current(), 200, 100, 10, 2, 3, 20);
        return WebhooksReport.of(
                setting,
                new Faults(0, 800, missing, 12, 1_300, 4.5, List.of()),
                List.of(
                        turn(0, 2.0, 100),
                        turn(10, p50WithWebhooks, 100),
                        turn(0, 9.0, 100),
                        turn(10, p50WithWebhooks, 100),
                        turn(0, 2.0, 100),
                        turn(10, p50WithWebhooks, 100)),
                List.of(turn(0, 10, 1_000), turn(2, 11, 950)),
                10);
    }

    private static Turn turn(int webhooks, double p50, double perSecond) {
        Stats stats = new Stats(2_000, 0, 0, 0, 20, perSecond, p50, p50, p50, p50, p50, p50, 100, Map.of());
        return new Turn(webhooks, webhooks * 100.0, stats);
    }

    @Test
    void everyObjectiveDecides() {
        assertThat(report(0, 2.2).clean()).isTrue();
        assertThat(report(0, 2.3).clean()).isFalse();
        assertThat(report(1, 2.0).clean()).isFalse();
    }

    @Test
    void aTurnIsARow() {
        assertThat(report(0, 2.1).lines())
                .contains("| 100/s | 10 | 1,000 | 100 | 2.10 | 2.10 | 2.10 |")
                .contains("| full speed | 2 | 200 | 950 | 11.00 | 11.00 | 11.00 |");
    }

    @Test
    void theDocumentHasTheTableOfTheTrial() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(WebhooksReport.TABLE_HEADER);
        assertThat(DocumentOption.replace(document, "webhooks", report(0, 2.1).lines()))
                .contains(WebhooksReport.TABLE_HEADER);
    }
}
