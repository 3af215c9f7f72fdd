package stockledger.trials.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Stats;
import stockledger.trials.cost.CostReport.Cost;

/** Processor time is reported per receipt and per idle second, by process and by the work of the threads. */
class CostReportTest {

    private static final Path DOCUMENT = Path.of("../docs/performance.md");

    @Test
    void theIdleShareIsReportedApart() {
        CostReport report = report(Map.of());

        // 10 s with 500 receipts used 1,200 ms; 5 s idle used 75 ms.
        assertThat(report.total()).isEqualTo(new Cost("all processes", 2.4, 2.1, 15));
        assertThat(report.processes())
                .containsExactly(new Cost("java", 2.0, 1.8, 10), new Cost("postgres", 0.4, 0.3, 5));
        assertThat(report.threads())
                .containsExactly(
                        new Cost("java: HTTP", 1.5, 1.5, 0),
                        new Cost("java: projections", 0.5, 0.3, 10),
                        new Cost("postgres: PostgreSQL", 0.4, 0.3, 5),
                        new Cost("java: SSE", 0, 0, 0));
    }

    @Test
    void anObjectiveOrAFailureDecides() {
        assertThat(report(Map.of()).clean()).isTrue();
        assertThat(report(Map.of("status 500", 1L)).clean()).isFalse();
        assertThat(report(Map.of("status 500", 1L)).lines()).contains("FAILED: 1 × status 500.");
        assertThat(CostReport.of(setting(), used(10, 2_000, 0, 0), used(5, 0, 0, 0), receipts(Map.of()))
                        .clean())
                .isFalse();
    }

    @Test
    void theTableHasARowForEachPartThatCosts() {
        assertThat(report(Map.of()).lines())
                .contains("| processor per receipt | 2.40 ms | at most 2.50 ms | yes |")
                .contains("| processor when idle | 15.00 ms/s | at most 20.00 ms/s | yes |")
                .contains("| all processes | 2.40 | 2.10 | 15.00 |", "| java: projections | 0.50 | 0.30 | 10.00 |")
                .noneMatch(line -> line.contains("SSE"));
    }

    @Test
    void theJsonReportHasEveryFigure() {
        JsonNode json = new ObjectMapper().valueToTree(report(Map.of()));

        assertThat(json.path("objectives")).hasSize(2);
        assertThat(json.path("total").path("perReceipt").asDouble()).isEqualTo(2.4);
        assertThat(json.path("threads")).hasSize(4);
        assertThat(json.path("receipts").path("answered").asInt()).isEqualTo(500);
    }

    @Test
    void theDocumentHasTheTableOfTheTrial() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(document).contains(CostReport.TABLE_HEADER);
        assertThat(DocumentOption.replace(document, "cost", report(Map.of()).lines()))
                .contains("| java: projections | 0.50 | 0.30 | 10.00 |");
    }

    private static CostReport report(Map<String, Long> failures) {
        return CostReport.of(setting(), used(10, 750, 250, 200), used(5, 0, 50, 25), receipts(failures));
    }

    private static CostReport.Setting setting() {
        return new CostReport.Setting(
                "2026-01-01T00:00:00Z", "http://localhost", Machine.current(), 50, 1_000, 60, 400);
    }

    private static CpuMeter.Used used(double seconds, double http, double projections, double postgres) {
        Map<CpuGroup, Double> millis = new TreeMap<>();
        millis.put(new CpuGroup("java", "HTTP"), http);
        millis.put(new CpuGroup("java", "projections"), projections);
        millis.put(new CpuGroup("java", "SSE"), 0.0);
        millis.put(new CpuGroup("postgres", "PostgreSQL"), postgres);
        return new CpuMeter.Used(seconds, millis);
    }

    private static Stats receipts(Map<String, Long> failures) {
        return new Stats(500, 0, 0, 0, 10, 50, 1, 2, 3, 4, 5, 6, 100, failures);
    }
}
