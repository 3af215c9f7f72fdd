package stockledger.house;

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
 * The packaged jar, started as the README starts it, in a folder of its own, on a port that the system chooses and that
 * its line of welcome names.
 */
final class RunningJar implements AutoCloseable {

    private static final Path JAR = Path.of("target/stockledger.jar");

    private static final Pattern WELCOME = Pattern.compile("Stockledger is ready: http://127\\.0\\.0\\.1:(\\d+)/");

    private final HttpClient http = HttpClient.newHttpClient();
    private final File log;
    private final Process shop;
    private final int port;

    RunningJar(Path folder, String... settings) throws IOException {
        assertThat(JAR).as("the packaged jar").exists();
        log = folder.resolve("shop.log").toFile();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for a minute: what the second compiler makes of its code would not be used.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "--stockledger.data-dir=" + folder.resolve("data"),
                "--server.port=0"));
        command.addAll(List.of(settings));
        shop = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            Awaitility.await("welcome, or the end")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !shop.isAlive() || WELCOME.matcher(log()).find());
            Matcher welcome = WELCOME.matcher(log());
            assertThat(welcome.find())
                    .as("it is ready, instead of having ended; it wrote\n%s", log())
                    .isTrue();
            port = Integer.parseInt(welcome.group(1));
        } catch (ConditionTimeoutException late) {
            shop.destroy();
            throw new AssertionError("not ready in time; it wrote\n" + log(), late);
        } catch (RuntimeException | Error notReady) {
            shop.destroy();
            throw notReady;
        }
    }

    /** The jar with its sample shop. */
    static RunningJar start(Path folder) throws IOException {
        return new RunningJar(folder, "--stockledger.sample-shop=true");
    }

    int port() {
        return port;
    }

    /** What it has written until now. */
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

    @Override
    public void close() throws InterruptedException {
        shop.destroy();
        assertThat(shop.waitFor(30, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    }
}
