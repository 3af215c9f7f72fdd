package stockledger.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrialsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theHelpListsTheExitCodes() {
        assertThat(execute("shop-day", "--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:", "the service already has a product of this day");
    }

    @Test
    void theHelpOfTheSalesListsTheirExitCodes() {
        assertThat(execute("flash-sale", "--help")).isZero();
        assertThat(execute("spread", "--help")).isZero();
        assertThat(out.toString()).contains("exactly the stock was sold, and no request failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop-day",
                "shop-day --file no-such.csv",
                "shop-day --file pom.xml",
                "shop-day --file sample/shop-day.csv --concurrency 0",
                "shop-day --file sample/shop-day.csv --url nowhere",
                "shop-day --file sample/shop-day.csv --run a/b",
                "shop-day --file sample/shop-day.csv --location a/b",
                "shop-day --file sample/shop-day.csv --report no-such-folder/report.json",
                "expiry --reservations 0",
                "expiry --url nowhere",
                "expiry --query-url nowhere",
                "expiry --run a/b",
                "expiry --kill-pid nobody",
                "flash-sale --clients 0",
                "flash-sale --requests 0",
                "flash-sale --warm-up -1",
                "flash-sale --stock -1",
                "flash-sale --sku a/b",
                "flash-sale --url nowhere",
                "flash-sale --json no-such-folder/report.json",
                "flash-sale --baseline-seconds 0",
                "flash-sale --baseline-data-dir no-such-folder",
                "flash-sale --baseline-jdbc-url jdbc:nothing:x",
                "spread --skus 0",
                "reads --products 1",
                "reads --first 200000",
                "reads --seconds 0",
                "reads --skew 9",
                "reads --changes -1",
                "reads --url nowhere",
                "reads --redis nowhere",
                "reads --data-dir no-such-folder",
                "reads --json no-such-folder/report.json",
                "reads --document no-such-file.md",
                "steady --rate 0",
                "steady --seconds 0",
                "steady --query-url nowhere",
                "consoles --consoles 1",
                "consoles --url nowhere",
                "consoles --document no-such-file.md",
                "freshness --rate 0",
                "freshness --skus 1",
                "freshness --command-url nowhere",
                "freshness --query-url nowhere",
                "freshness --json no-such-folder/report.json",
                "event-search --samples 1",
                "event-search --limit 201",
                "event-search --url nowhere",
                "event-search --document no-such-file.md",
                "cost",
                "cost --pid 0",
                "cost --pid nobody",
                "cost --pid 1 --url http://192.0.2.1:8080",
                "cost --pid 1 --rate 0",
                "cost --pid 1 --skus 0",
                "cost --pid 1 --document no-such-file.md",
                "rebuild --url nowhere",
                "rebuild --projection a/b",
                "rebuild --start-jar pom.xml",
                "rebuild --start-jar no-such.jar --data-dir target",
                "count-causes",
                "count-causes --file no-such-file.csv",
                "past --instants 0",
                "long-history --events 0",
                "long-history --sku a/b",
                "attack --attacks nothing",
                "attack --attackers 0",
                "overload --clients 0",
                "bulk-load --rows 0",
                "bulk-load --job j",
                "bulk-load --run a/b",
            })
    void invalidOptionsAreReportedInOneLine(String arguments) {
        assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).last().asString().startsWith("Try 'trials");
    }

    private int execute(String... arguments) {
        CommandLine trials = Trials.commandLine();
        return trials.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
