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

/** A rival, in a process of its own made of this very program. It ends with the trial. */
final class Child implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int OK = 200;
    private static final int MOST_SAID = 20;

    private final Process process;
    private final File log;
    private final URI url;

    private Child(Process process, File log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /**
     * Starts it on a free port and waits until it answers.
     *
     * @param path what it answers with 200 once it is ready
     * @throws Refused when it does not start in time, with what it said last
     */
    static Child start(List<String> jvm, List<String> command, String path, Duration patience) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvm);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "stockledger.trials.Trials"));
        line.addAll(command);
        line.addAll(List.of("--port", Integer.toString(port)));
        File log = File.createTempFile("trials-" + command.get(0) + "-", ".log");
        log.deleteOnExit();
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Child child = new Child(process, log, URI.create("http://127.0.0.1:" + port));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            child.awaitReady(path, patience);
            return child;
        } catch (RuntimeException | IOException e) {
            child.close();
            throw e;
        }
    }

    private void awaitReady(String path, Duration patience) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
        Backoff pauses = new Backoff();
        long end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (IOException notYet) {
                // Asked again below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            pauses.await(LOOK_EVERY);
        }
        List<String> said = Files.readAllLines(log.toPath());
        List<String> last = said.subList(Math.max(0, said.size() - MOST_SAID), said.size());
        throw new Refused("a rival did not start: " + String.join("\n", last));
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
