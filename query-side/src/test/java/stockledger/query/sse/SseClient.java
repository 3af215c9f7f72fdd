package stockledger.query.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An SSE client over a plain socket, which may also not read. HTTP/1.0 responses come without chunked encoding. */
final class SseClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SMALL_BUFFER = 4_096;

    private final Socket socket = new Socket();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile String status = "";
    private volatile String headers = "";
    private volatile boolean ended;

    record Event(String id, JsonNode page) {
        long onHand() {
            return page.at("/availability/onHand").asLong();
        }

        String sku() {
            return page.path("sku").asString();
        }
    }

    private SseClient(String from, ConfigurableApplicationContext instance, String path, String... headers)
            throws IOException {
        int port =
                ((ServletWebServerApplicationContext) instance).getWebServer().getPort();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    static SseClient to(ConfigurableApplicationContext instance, String path, String... headers) throws IOException {
        SseClient client = new SseClient(LOOPBACK, instance, path, headers);
        client.read();
        return client;
    }

    /** From another address of this machine, as another caller. */
    static SseClient from(String address, ConfigurableApplicationContext instance, String path) throws IOException {
        SseClient client = new SseClient(address, instance, path);
        client.read();
        return client;
    }

    /** Sends the request, but reads no response until {@link #read()}. */
    static SseClient notReading(ConfigurableApplicationContext instance, String path) throws IOException {
        return new SseClient(LOOPBACK, instance, path);
    }

    void read() {
        Thread thread = new Thread(this::readAll, "sse-client");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll() {
        try (InputStream in = socket.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String id = "";
            StringBuilder head = new StringBuilder();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                head.append(line).append('\n');
                headers = head.toString();
            }
            status = headers.substring(0, headers.indexOf('\n'));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ") && line.endsWith("}")) {
                    // A truncated event at the end of the connection is left out.
                    events.add(new Event(id, JSON.readTree(line.substring(6))));
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // Closed by the client or the server.
        }
        ended = true;
    }

    List<Event> events() {
        return events;
    }

    Event last() {
        assertThat(events).isNotEmpty();
        return events.get(events.size() - 1);
    }

    boolean hasReceived(long onHand) {
        return !events.isEmpty() && last().onHand() == onHand;
    }

    int comments() {
        return comments.get();
    }

    boolean isOpen() {
        return status.contains(" 200") && !ended;
    }

    boolean hasEnded() {
        return ended;
    }

    String headers() {
        return headers;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
