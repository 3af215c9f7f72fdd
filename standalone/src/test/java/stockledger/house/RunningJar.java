package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
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
import org.awaitility.Awaitility;

/** The packaged jar, started as the README starts it, on a free port and in a folder of its own. */
final class RunningJar implements AutoCloseable {

    private static final Path JAR = Path.of("target/stockledger.jar");

    private final HttpClient http = HttpClient.newHttpClient();
    private final File log;
    private final Process shop;
    private final int port;

    RunningJar(Path folder, String... settings) throws IOException {
        assertThat(JAR).as("the packaged jar").exists();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        log = folder.resolve("shop.log").toFile();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "--stockledger.data-dir=" + folder.resolve("data"),
                "--server.port=" + port));
        command.addAll(List.of(settings));
        shop = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            Awaitility.await("ready, or see its log")
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .until(this::isReady);
        } catch (RuntimeException | Error notReady) {
            shop.destroy();
            throw notReady;
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        assertThat(shop.isAlive()).as(log()).isTrue();
        return get("/actuator/health/readiness").statusCode() == 200;
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
