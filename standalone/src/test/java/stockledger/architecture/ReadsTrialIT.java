package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trials that write docs/performance.md run against the packaged jar, report every figure, and exit with 1 only if an
 * objective is missed. Whether objectives are met is not tested: the runs are too short and the machine is shared.
 */
class ReadsTrialIT {

    private static final Path TRIALS = Path.of("../trials/target/trials.jar");

    @TempDir
    Path folder;

    @Test
    void everyFigureIsReportedAndNoRequestFails() throws IOException, InterruptedException {
        try (RunningJar service = new RunningJar(folder)) {
            String url = "http://127.0.0.1:" + service.port();
            JsonNode reads = run(
                    "reads",
                    "--url=" + url,
                    "--data-dir=" + folder.resolve("data"),
                    "--products=200",
                    "--first=100",
                    "--seconds=0.3",
                    "--warm-seconds=0.5",
                    "--rounds=1",
                    "--jvm=-XX:TieredStopAtLevel=1",
                    "--html=" + folder.resolve("reads.html"));
            JsonNode freshness = run(
                    "freshness", "--command-url=" + url, "--rate=50", "--skus=20", "--seconds=1", "--warm-seconds=1");
            JsonNode rebuild = run("rebuild", "--url=" + url, "--projection=sku");

            assertThat(reads.findValues("failures")).allMatch(JsonNode::isEmpty);
            assertThat(reads.get("objectives"))
                    .hasSize(7)
                    .allMatch(objective -> objective.get("measured").isNumber());
            assertThat(reads.get("rows"))
                    .hasSize(10)
                    .allMatch(row -> row.get("perSecond").asDouble() > 0);
            assertThat(reads.get("tables")
                            .get("rounds")
                            .get(0)
                            .get("byTables")
                            .get("answered")
                            .asInt())
                    .isPositive();
            assertThat(folder.resolve("reads.html")).content().contains("<svg", "product pages, with changes");
            assertThat(freshness.findValues("failures")).allMatch(JsonNode::isEmpty);
            assertThat(freshness.get("visible").get("answered").asInt()).isPositive();
            assertThat(freshness.get("stale")).isEmpty();
            assertThat(rebuild.get("rebuilds"))
                    .isNotEmpty()
                    .allMatch(one -> one.get("seconds").asDouble() > 0);
            // Only Linux accounts processor time so.
            if (Files.exists(Path.of("/proc/self/schedstat"))) {
                JsonNode cost = run(
                        "cost",
                        "--url=" + url,
                        "--pid=" + service.pid(),
                        "--skus=20",
                        "--seconds=1",
                        "--warm-seconds=1",
                        "--idle-seconds=1");
                assertThat(cost.get("total").get("perReceipt").asDouble()).isPositive();
                assertThat(cost.get("processes").findValuesAsString("name"))
                        .contains("java", "postgres", "redis-server");
            }
        }
    }

    private JsonNode run(String trial, String... options) throws IOException, InterruptedException {
        Path json = folder.resolve(trial + ".json");
        Path output = folder.resolve(trial + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                TRIALS.toString(),
                trial,
                "--json=" + json));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(json).as(Files.readString(output)).exists();
        JsonNode report = new JsonMapper().readTree(Files.readString(json));
        boolean clean = report.get("clean").asBoolean();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(clean ? 0 : 1);
        assertThat(report.get("objectives")).as("objectives of %s", trial).isNotEmpty();
        if (clean) {
            assertThat(report.get("objectives"))
                    .allMatch(objective -> objective.get("met").asBoolean());
        }
        return report;
    }
}
