package stockledger.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples run against the packaged standalone service. */
class ExamplesIT {

    private static final Path JAR = Path.of("../standalone/target/stockledger.jar");
    private static final Path LOG = Path.of("target/service.log");
    private static final Pattern READY = Pattern.compile("Stockledger is ready: (http://127\\.0\\.0\\.1:\\d+)/");
    private static final String COMPILER = "typescript@5.9.3";
    private static final int START_SECONDS = 120;

    private static Process service;
    private static String address;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(Path.of("target"), "data");
        service = new ProcessBuilder(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--stockledger.data-dir=" + data.toAbsolutePath(),
                        "--server.port=0")
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile())
                .start();
        for (int i = 0; i < START_SECONDS; i++) {
            Matcher ready = READY.matcher(Files.readString(LOG));
            if (ready.find()) {
                address = ready.group(1);
                return;
            }
            assertThat(service.waitFor(1, TimeUnit.SECONDS)).as("ended: see " + LOG).isFalse();
        }
        throw new AssertionError("not ready in time: see " + LOG);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.destroy();
        service.waitFor(1, TimeUnit.MINUTES);
    }

    @Test
    void theJavaExample() throws IOException, InterruptedException {
        assertThat(run(java(), "-cp", System.getProperty("java.class.path"), Example.class.getName(), address))
                .contains("available: 8", "refused: 404 product-not-found");
    }

    /** The compiler comes from npm: no package of it is a part of this project. */
    @Test
    void theTypeScriptExample() throws IOException, InterruptedException {
        run("npx", "--yes", "--package=" + COMPILER, "--", "tsc", "--project", "typescript/tsconfig.json");
        assertThat(run("node", "target/typescript/out/typescript/example.js", address))
                .contains("available: 8", "refused: 404 product-not-found");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
        return output;
    }
}
