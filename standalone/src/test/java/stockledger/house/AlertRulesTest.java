package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus is given, read and played by its own promtool. */
class AlertRulesTest {

    private static final Path PROGRAM = Path.of("/usr/bin/promtool");

    @TempDir
    Path folder;

    @BeforeEach
    void copies() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "promtool is not installed");
        for (String name : List.of("prometheus.yml", "alerts.yml", "alerts.test.yml")) {
            Files.writeString(folder.resolve(name), House.document("deploy/" + name));
        }
    }

    @Test
    void theConfigurationAndItsRulesAreValid() throws IOException, InterruptedException {
        assertThat(promtool("check", "config", "prometheus.yml")).isZero();
    }

    @Test
    void theAlertsComeWhenTheyShould() throws IOException, InterruptedException {
        assertThat(promtool("test", "rules", "alerts.test.yml")).isZero();
    }

    @Test
    void aRuleThatIsNoneOrComesTooLateIsFound() throws IOException, InterruptedException {
        String rules = House.document("deploy/alerts.yml");
        Files.writeString(folder.resolve("alerts.yml"), rules.replaceFirst("> 30\n", "> 50\n"));
        assertThat(promtool("test", "rules", "alerts.test.yml")).isNotZero();

        Files.writeString(folder.resolve("alerts.yml"), rules.replaceFirst("> 30\n", "> > 30\n"));
        assertThat(promtool("check", "config", "prometheus.yml")).isNotZero();
    }

    private int promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return promtool.exitValue();
    }
}
