package stockledger.trials.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.Machine;
import stockledger.trials.cost.RebuildReport.Rebuild;
import stockledger.trials.cost.RebuildReport.Start;

/** Rebuilds are reported in events per second, starts by their kind. */
class RebuildReportTest {

    private static final List<Rebuild> REBUILDS = List.of(new Rebuild("sku", 20), new Rebuild("job", 5));
    private static final List<Start> STARTS = List.of(
            new Start(RebuildReport.AS_FOUND, 1_000_000, 70, 900_000_000L),
            new Start(RebuildReport.AFTER_SIGTERM, 1_000_000, 8, null),
            new Start(RebuildReport.AFTER_KILL, 1_000_000, 61, 1_000_000_000L));

    @Test
    void everyReadModelCountsInTheTotal() {
        assertThat(report(List.of()).lines())
                .contains("| events into all read models | 40000.00 per s | at least 25000.00 per s | yes |")
                .contains("| sku | 20.0 | 50,000 |", "| all | 25.0 | 40,000 |");
    }

    @Test
    void startsThatAreNotMeasuredDecideNothing() {
        assertThat(report(List.of()).clean()).isTrue();
        assertThat(report(List.of()).lines())
                .contains("| start after SIGTERM | not measured | at most 20.00 s | – |")
                .doesNotContain(RebuildReport.STARTS_HEADER);
    }

    @Test
    void aSlowStartMissesItsObjective() {
        assertThat(report(STARTS).clean()).isFalse();
        assertThat(report(STARTS).lines())
                .contains("| start after SIGTERM | 8.00 s | at most 20.00 s | yes |")
                .contains("| start after kill -9 | 61.00 s | at most 60.00 s | **no** |")
                .contains("| after SIGTERM | 1,000,000 | 8.0 | – |", "| after kill -9 | 1,000,000 | 61.0 | 1,000 |");
    }

    @Test
    void theJsonReportHasEveryFigure() {
        JsonNode json = new ObjectMapper().valueToTree(report(STARTS));

        assertThat(json.path("events").asLong()).isEqualTo(1_000_000);
        assertThat(json.path("objectives")).hasSize(3);
        assertThat(json.path("rebuilds").path(0).path("seconds").asDouble()).isEqualTo(20);
        assertThat(json.path("starts").path(2).path("peakResidentBytes").asLong())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void peakMemoryIsReadFromTheStatusOfTheProcess(@TempDir Path folder) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t    2000 kB\nVmRSS:\t 1 kB\n");

        assertThat(RebuildRun.peakResidentBytes(status)).isEqualTo(2_048_000);
        assertThat(RebuildRun.peakResidentBytes(folder.resolve("none"))).isNull();
    }

    @Test
    void theDocumentHasTheTablesOfTheTrial() throws IOException {
        String document = Files.readString(Path.of("../docs/performance.md"));

        assertThat(document).contains(RebuildReport.REBUILDS_HEADER, RebuildReport.STARTS_HEADER);
        assertThat(DocumentOption.replace(document, "rebuild", report(STARTS).lines()))
                .contains("| sku | 20.0 | 50,000 |");
    }

    private static RebuildReport report(List<Start> starts) {
        return RebuildReport.of(
                "2026-01-01T00:00:00Z", "http://localhost", Machine.current(), 1_000_000, REBUILDS, starts);
    }
}
