package stockledger.trials.cli;

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

/** A server in a Java process of its own, on a free port of this machine. It ends with the trial. */
public final class JavaProcess implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int OK = 200;
    private static final long STOP_TIMEOUT_SECONDS = 60;
    private static final int MAX_LOG_LINES = 20;

    private final Process process;
    private final File log;
    private final URI url;

    private JavaProcess(Process process, File log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** The arguments after {@code java} for a given port. */
    @FunctionalInterface
    public interface Arguments {
        List<String> of(int port);
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param name part of the name of its log
     * @param path answered with 200 once it is ready
     * @throws SetupFailed when it does not start in time, with the end of its log
     */
    public static JavaProcess start(String name, Arguments arguments, String path, Duration timeout)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments.of(port));
        File log = File.createTempFile("trials-" + name + "-", ".log");
        log.deleteOnExit();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        JavaProcess started = new JavaProcess(process, log, URI.create("http://127.0.0.1:" + port));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            started.awaitReady(path, timeout);
            return started;
        } catch (RuntimeException | IOException e) {
            started.close();
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
        throw new SetupFailed("the server did not start: " + String.join("\n", last));
    }

    public URI url() {
        return url;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it as SIGTERM does, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
