package stockledger.trials.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;

/** Uploads of as many wrong rows as fit into a few kilobytes, and the same without compression. */
final class WrongRows implements Attack {

    private static final int ROWS = 666_666;
    private static final int UPLOADERS = 2;
    private static final byte[] PLAIN = "{}\n".repeat(ROWS).getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "wrong-rows";
    }

    @Override
    public String description() {
        return "uploads of 666,666 wrong rows each, two at a time, compressed to 2 KB and plain";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return new Uploads(url);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Threads that upload one body after another; at the end they cancel their jobs. */
    private static final class Uploads implements AutoCloseable {

        private static final Duration TIMEOUT = Duration.ofMinutes(2);

        private final HttpClient http = HttpClient.newHttpClient();
        private final byte[] compressed = gzip(PLAIN);
        private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final URI url;
        private volatile boolean ended;

        Uploads(URI url) {
            this.url = url;
            for (int i = 0; i < UPLOADERS; i++) {
                Thread thread = new Thread(this::run, "attacker-" + i);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }

        private void run() {
            while (!ended) {
                try {
                    send("/v1/bulk/receipts", "application/x-ndjson", compressed, "gzip");
                    send("/v1/bulk/receipts", "application/x-ndjson", PLAIN, "identity")
                            .headers()
                            .firstValue("Location")
                            .ifPresent(jobs::add);
                } catch (IOException refused) {
                    // The service may close the connection of a body that it refuses.
                } catch (InterruptedException end) {
                    return;
                }
            }
        }

        private HttpResponse<Void> send(String path, String type, byte[] body, String encoding)
                throws IOException, InterruptedException {
            return http.send(
                    HttpRequest.newBuilder(url.resolve(path))
                            .timeout(TIMEOUT)
                            .header("Content-Type", type)
                            .header("Content-Encoding", encoding)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            ended = true;
            for (Thread thread : threads) {
                thread.join();
            }
            for (String job : jobs) {
                http.send(
                        HttpRequest.newBuilder(url.resolve(job + "/cancel"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
