package stockledger.trials.reads;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Consoles that follow one stream of server-sent events each. */
final class OpenConsoles implements AutoCloseable {

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<InputStream> streams = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final AtomicLong events = new AtomicLong();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    OpenConsoles(URI url) {
        this.url = url;
    }

    /** Returns when every stream is open. */
    void open(List<String> addresses) throws IOException {
        for (String address : addresses) {
            InputStream stream = stream(address);
            streams.add(stream);
            Thread reader = new Thread(() -> read(address, stream), "console");
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        }
    }

    private InputStream stream(String address) throws IOException {
        return ConsoleGet.body(
                http, url.resolve(address), "Accept", "text/event-stream", HttpResponse.BodyHandlers.ofInputStream());
    }

    private void read(String address, InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    events.incrementAndGet();
                }
            }
            if (!closed) {
                problems.add(address + " ended");
            }
        } catch (IOException e) {
            if (!closed) {
                problems.add(address + ": " + e.getMessage());
            }
        }
    }

    long events() {
        return events.get();
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (InputStream stream : streams) {
            stream.close();
        }
        for (Thread reader : readers) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
