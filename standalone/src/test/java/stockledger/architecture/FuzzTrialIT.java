package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request makes the packaged jar fail: a short run of the trial {@code fuzz}. */
class FuzzTrialIT {

    private static final Path TRIALS = Path.of("../trials/target/trials.jar");

    @TempDir
    Path folder;

    @Test
    void everyRequestIsAnsweredAndNoneLogsAStackTrace() throws IOException, InterruptedException {
        Path output = folder.resolve("fuzz.log");
        try (RunningJar service = new RunningJar(folder)) {
            Process fuzz = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            TRIALS.toString(),
                            "fuzz",
                            "--url=http://127.0.0.1:" + service.port(),
                            "--requests=2000",
                            "--seed=20261129",
                            "--concurrency=2")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(fuzz.waitFor(4, TimeUnit.MINUTES)).isTrue();

            assertThat(fuzz.exitValue()).as(Files.readString(output)).isZero();
            assertThat(service.log()).doesNotContain("\tat ");
        }
    }
}
