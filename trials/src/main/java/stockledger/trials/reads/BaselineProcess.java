package stockledger.trials.reads;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
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
import stockledger.trials.client.Backoff;
import stockledger.trials.client.SetupFailed;

/** A baseline in a process of its own, started from this program. It ends with the trial. */
final class BaselineProcess implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int OK = 200;
    private static final int MAX_LOG_LINES = 20;

    private final Process process;
    private final File log;
    private final URI url;

    private BaselineProcess(Process process, File log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /**
     * Starts a baseline on a free port and waits until it is ready.
     *
     * @param path answered with 200 once it is ready
     * @throws SetupFailed when it does not start in time, with the end of its log
     */
    static BaselineProcess start(List<String> jvm, List<String> command, String path, Duration timeout)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.addAll(jvm);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "stockledger.trials.Trials"));
        arguments.addAll(command);
        arguments.addAll(List.of("--port", Integer.toString(port)));
        File log = File.createTempFile("trials-" + command.get(0) + "-", ".log");
        log.deleteOnExit();
        Process process = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        BaselineProcess baseline = new BaselineProcess(process, log, URI.create("http://127.0.0.1:" + port));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            baseline.awaitReady(path, timeout);
            return baseline;
        } catch (RuntimeException | IOException e) {
            baseline.close();
            throw e;
        }
    }

    private void awaitReady(String path, Duration timeout) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
        Backoff backoff = new Backoff();
        long end = System.nanoTime() + timeout.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (IOException notReady) {
                // Polled again below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            backoff.await(POLL_INTERVAL);
        }
        List<String> lines = Files.readAllLines(log.toPath());
        List<String> last = lines.subList(Math.max(0, lines.size() - MAX_LOG_LINES), lines.size());
        throw new SetupFailed("a baseline did not start: " + String.join("\n", last));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
