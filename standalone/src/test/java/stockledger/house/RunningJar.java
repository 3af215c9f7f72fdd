package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged standalone with its sample shop, as a process of its own. */
final class RunningJar implements AutoCloseable {

    private static final Path JAR = Path.of("target/stockledger.jar");

    private final Process shop;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningJar(Process shop, Path log, int port) {
        this.shop = shop;
        this.log = log;
        this.port = port;
    }

    /** Starts it with a data folder in this one, and waits until it is ready. */
    static RunningJar start(Path folder) throws IOException {
        assertThat(JAR).as("the packaged jar").exists();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("shop.log");
        Process shop = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR.toString(),
                        "--stockledger.sample-shop=true",
                        "--stockledger.data-dir=" + folder.resolve("data"),
                        "--server.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningJar jar = new RunningJar(shop, log, port);
        try {
            Awaitility.await("ready, or see its log")
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .until(jar::isReady);
        } catch (RuntimeException | Error notReady) {
            shop.destroy();
            throw notReady;
        }
        return jar;
    }

    private boolean isReady() throws IOException, InterruptedException {
        assertThat(shop.isAlive()).as(Files.readString(log)).isTrue();
        return send("GET", "/actuator/health/readiness").statusCode() == 200;
    }

    int port() {
        return port;
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        shop.destroy();
        assertThat(shop.waitFor(30, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    }
}
