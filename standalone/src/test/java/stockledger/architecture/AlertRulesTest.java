package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks and tests the Prometheus configuration with promtool. */
class AlertRulesTest {

    @TempDir
    Path folder;

    private Path program;

    @BeforeEach
    void copyFiles() throws IOException {
        program = RequiredProgram.find("/usr/bin/promtool");
        for (String name : List.of("prometheus.yml", "alerts.yml", "alerts.test.yml")) {
            Files.writeString(
                    folder.resolve(name), Repository.document("deploy/" + name).replace("/run/secrets/", folder + "/"));
        }
        // promtool checks that it exists.
        Files.createFile(folder.resolve("metrics-key"));
    }

    @Test
    void configurationAndRulesAreValid() throws IOException, InterruptedException {
        assertThat(promtool("check", "config", "prometheus.yml")).isZero();
    }

    @Test
    void alertsFireAsTheirTestsExpect() throws IOException, InterruptedException {
        assertThat(promtool("test", "rules", "alerts.test.yml")).isZero();
    }

    @Test
    void invalidRuleAndLateAlertAreReported() throws IOException, InterruptedException {
        String rules = Repository.document("deploy/alerts.yml");
        Files.writeString(folder.resolve("alerts.yml"), rules.replaceFirst("> 30\n", "> 50\n"));
        assertThat(promtool("test", "rules", "alerts.test.yml")).isNotZero();

        Files.writeString(folder.resolve("alerts.yml"), rules.replaceFirst("> 30\n", "> > 30\n"));
        assertThat(promtool("check", "config", "prometheus.yml")).isNotZero();
    }

    private int promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return promtool.exitValue();
    }
}
