package stockledger.trials.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.trials.Trials;
import stockledger.trials.acceptance.FakeService.Fault;
import stockledger.trials.cli.ExitCode;

/** A correct service passes the trial, and each injected fault fails it. */
class ShopDayCommandTest {

    private final FakeService service = new FakeService();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aCorrectServicePasses() throws IOException {
        Path report = folder.resolve("report.json");

        assertThat(shopDay("--report", report.toString())).isZero();

        assertThat(out.toString())
                .contains("Checked 13 SKUs, 38 movements and 13 orders: no difference")
                .contains("27 rows are replayed (5 of them with a defect), 12 are skipped");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.path("exitCode").asInt(-1)).isZero();
        assertThat(json.path("invalidRows")).hasSize(17);
        assertThat(json.path("checked").path("differences")).isEmpty();
        assertThat(json.path("requests"))
                .extracting(line -> line.path("kind").asText() + " " + line.path("accepted"))
                .contains(
                        "register 14", "receive 12", "reserve 13", "confirm 13", "ship 13", "return 4", "write-off 2");
    }

    @Test
    void ordersArePlayedInTheOrderOfTheFile() {
        shopDay("--concurrency", "1");

        List<String> shipped = service.received("POST .*/ship").stream()
                .map(request -> request.line().replaceAll(".*bench-|/ship", ""))
                .toList();
        assertThat(shipped).hasSize(13).isSorted().startsWith("700001", "700002");
    }

    @Test
    void everyCommandHasItsOwnKeyAndEveryReadAConsistencyToken() {
        shopDay();

        List<FakeService.ReceivedRequest> commands = service.received("POST .*");
        assertThat(new HashSet<>(
                        commands.stream().map(FakeService.ReceivedRequest::key).toList()))
                .hasSameSizeAs(commands)
                .doesNotContain("null");
        assertThat(service.received("GET .*"))
                .isNotEmpty()
                .allMatch(read -> read.token().startsWith("t"));
    }

    @Test
    void aDayThatWasReplayedBeforeIsNotReplayedAgain() {
        shopDay();
        int commands = service.received("POST .*").size();

        assertThat(shopDay()).isEqualTo(ExitCode.ALREADY_REPLAYED);

        assertThat(out.toString()).contains("ABORTED: the service already has product 20001A");
        assertThat(service.received("POST .*")).hasSize(commands + 2);
    }

    @Test
    void verifyOnlySendsNoCommands() {
        shopDay();
        int commands = service.received("POST .*").size();

        assertThat(shopDay("--verify-only")).isZero();

        assertThat(service.received("POST .*")).hasSize(commands);
    }

    @Test
    void verifyOnlyFailsWhenTheDayWasNotPlayed() {
        assertThat(shopDay("--verify-only")).isEqualTo(ExitCode.NOT_CLEAN);
        assertThat(out.toString()).contains("20001A: inventory: expected its levels, got HTTP 404 product-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST .*-700004/ship | LOSE       | movement shipment -10 at MAIN by bench-700004: expected 1 of it, got 0",
                "POST .*20004/receipts| TWICE     | onHand in all: expected 0, got 29",
                "POST .*20004/receipts| TWICE     | movement receipt +29 at MAIN by bench/opening/20004: expected 1 of it, got 2",
                "POST .*700014/return| LOSE       | 20010: onHand at MAIN: expected 100, got 0",
                "POST .*-700013/conf.*| ANSWER_500| bench-700013: status: expected shipped, got held",
                "POST .*-700013/conf.*| ANSWER_500| 20009: held in all: expected 0, got 5",
                "GET .*20012          | ANSWER_500| 20012: inventory: expected its levels, got HTTP 500",
            })
    void aFaultIsDetected(String request, Fault fault, String message) {
        service.inject(request, fault);

        assertThat(shopDay()).isEqualTo(ExitCode.NOT_CLEAN);

        assertThat(out.toString()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/locations",
                "POST /v1/products",
                "POST .*20004/receipts",
                "POST .*20007/adjustments",
                "POST .*-700014/return",
                "POST /v1/reservations",
                "POST .*-700004/confirm",
                "POST .*-700004/ship",
                "GET .*20012",
            })
    void aRequestIsRetriedAfterALostConnectionAndAppliedOnce(String request) {
        service.inject(request, Fault.DROP_AFTER)
                .inject(request, Fault.ANSWER_503)
                .inject(request, Fault.DROP_BEFORE);

        assertThat(shopDay()).isZero();

        assertThat(out.toString()).contains("no difference");
    }

    @Test
    void aRetryCarriesTheSameKey() {
        service.inject("POST .*20004/receipts", Fault.DROP_BEFORE);

        assertThat(shopDay()).isZero();

        List<String> keys = new ArrayList<>(service.received("POST .*20004/receipts").stream()
                .map(FakeService.ReceivedRequest::key)
                .toList());
        assertThat(keys).hasSize(2).containsOnly("bench:receive:20004");
        assertThat(service.received("GET .*20004/movements.*")).isNotEmpty();
    }

    @Test
    void anUnreachableServiceAbortsTheRun() {
        service.close();

        assertThat(shopDay()).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(out.toString()).contains("ABORTED: POST /v1/locations got no answer for 3 s");
    }

    private int shopDay(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "shop-day",
                "--file",
                OnlineRetailFileTest.SAMPLE.toString(),
                "--url",
                service.url(),
                "--run",
                "bench",
                "--retry-seconds",
                "3",
                "--look-up-seconds",
                "1"));
        arguments.addAll(List.of(more));
        return Trials.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(new String[0]));
    }
}
