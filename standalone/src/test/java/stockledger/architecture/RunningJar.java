package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The packaged jar, started as in the README, with its own data folder and a free port, which is read from its start
 * message. {@link #shared} is started once for all tests that neither restart it nor need settings.
 */
final class RunningJar implements AutoCloseable {

    private static final String SHUTDOWN_LOGGER = "ShutdownLogger";
    private static final Path JAR = Path.of("target/stockledger.jar");

    /** Unpacked once for all jars. */
    private static final Path PROGRAMS = Path.of("target/programs");

    private static final Pattern READY = Pattern.compile("Stockledger is ready: http://127\\.0\\.0\\.1:(\\d+)/");

    private static RunningJar shared;

    private final HttpClient http = HttpClient.newHttpClient();
    private final File log;
    private final Process service;
    private final Path dataFolder;
    private final int port;

    RunningJar(Path folder, String... settings) throws IOException {
        assertThat(JAR).as("the packaged jar").exists();
        log = folder.resolve("shop.log").toFile();
        dataFolder = folder.resolve("data");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The process is too short-lived to profit from the C2 compiler.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "--stockledger.data-dir=" + dataFolder,
                "--stockledger.embedded.programs-dir=" + PROGRAMS.toAbsolutePath(),
                "--server.port=0"));
        command.addAll(List.of(settings));
        service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            Awaitility.await("start message, or exit")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !service.isAlive() || READY.matcher(log()).find());
            Matcher ready = READY.matcher(log());
            assertThat(ready.find())
                    .as("the jar is ready; its log is\n%s", log())
                    .isTrue();
            port = Integer.parseInt(ready.group(1));
        } catch (ConditionTimeoutException late) {
            service.destroy();
            throw new AssertionError("not ready in time; its log is\n" + log(), late);
        } catch (RuntimeException | Error notReady) {
            service.destroy();
            throw notReady;
        }
    }

    /** The jar with its sample shop, started once and ended with the tests. */
    static synchronized RunningJar shared() throws IOException {
        if (shared == null) {
            Path folder = Files.createTempDirectory(Path.of("target"), "shared-jar");
            shared = new RunningJar(folder, "--stockledger.sample-shop=true");
            Process process = shared.service;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                process.destroy();
                process.onExit().join();
            }));
        }
        return shared;
    }

    int port() {
        return port;
    }

    long pid() {
        return service.pid();
    }

    Path dataFolder() {
        return dataFolder;
    }

    /** The log so far. */
    String log() throws IOException {
        return Files.readString(log.toPath());
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body =
                method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString("{}");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get("127.0.0.1", path);
    }

    HttpResponse<String> get(String host, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Not before the query has seen the token's changes. */
    HttpResponse<String> getAfter(String token, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Consistency-Token", token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        service.destroy();
        assertThat(service.waitFor(2, TimeUnit.MINUTES))
                .as("orderly stop in time")
                .isTrue();
        assertThat(log().lines().filter(line -> line.contains(SHUTDOWN_LOGGER)).map(RunningJar::messageOfShutdown))
                .containsExactly("stopping: requests in flight are answered first", "stopped");
    }

    private static String messageOfShutdown(String line) {
        return line.substring(line.indexOf(SHUTDOWN_LOGGER) + SHUTDOWN_LOGGER.length())
                .strip();
    }
}
