package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.trials.Trials;
import stockledger.trials.load.FakeSaleService.Fault;

/** The sales against a fake service: a correct one passes, a faulty one does not. */
class SaleCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void aCorrectFlashSalePasses() throws IOException {
        Path json = folder.resolve("report.json");

        assertThat(run(Fault.NONE, "flash-sale", "--stock", "150", "--json", json.toString()))
                .isZero();

        assertThat(out.toString()).contains("Checked 1 SKUs, 150 units to be sold: no difference");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("service").path("accepted").asInt()).isEqualTo(150);
        assertThat(report.path("service").path("refused").asInt()).isEqualTo(250);
        assertThat(report.path("service").path("errors").asInt(-1)).isZero();
        assertThat(report.path("baselines")).isEmpty();
    }

    @Test
    void aCorrectSpreadPasses() {
        assertThat(run(Fault.NONE, "spread", "--skus", "7", "--stock", "40")).isZero();

        assertThat(out.toString()).contains("Checked 7 SKUs, 280 units to be sold: no difference");
    }

    @Test
    void theFinalReadsCarryTheTokens() {
        try (FakeSaleService service = new FakeSaleService(Fault.NONE)) {
            assertThat(execute(service, "spread", "--skus", "3")).isZero();
            assertThat(service.readsWithoutToken()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OVERSELL, 50, accepted: expected 50",
        "OVERSELL, 50, held: expected 50",
        "FORGET, 400, held: expected 400",
        "REFUSE, 400, accepted: expected 400",
        "FAIL, 400, 1 × HTTP 500 internal-error",
        "FAIL, 50, 1 × HTTP 500 internal-error",
        "DROP, 50, 1 × no answer",
    })
    void everyFaultIsReported(Fault fault, String stock, String message) {
        assertThat(run(fault, "flash-sale", "--stock", stock)).isEqualTo(1);

        assertThat(out.toString()).contains(message);
    }

    @Test
    void aMissingBaselineIsReportedBeforeTheSale() {
        assertThat(run(Fault.NONE, "flash-sale", "--baseline-data-dir", folder.toString()))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--baseline-data-dir: not of a running standalone");
        assertThat(out.toString()).isEmpty();
    }

    private int run(Fault fault, String... arguments) {
        try (FakeSaleService service = new FakeSaleService(fault)) {
            return execute(service, arguments);
        }
    }

    private int execute(FakeSaleService service, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", service.url(), "--requests", "400", "--clients", "8", "--warm-up", "0"));
        return Trials.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
