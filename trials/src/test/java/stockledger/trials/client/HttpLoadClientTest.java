package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.trials.client.HttpLoadClient.Workload;

class HttpLoadClientTest {

    private static final int LONG_BODY = 100_000;

    private final List<String> results = new ArrayList<>();
    private HttpServer server;
    private HttpRequests requests;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/short", exchange -> answer(exchange, "ok"));
        server.createContext("/long", exchange -> answer(exchange, "x".repeat(LONG_BODY)));
        server.createContext("/broken", HttpLoadClientTest::breakOff);
        server.start();
        requests = new HttpRequests(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        exchange.sendResponseHeaders(200, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private static void breakOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 50);
        exchange.getResponseBody().write(new byte[20]);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @Test
    void responsesOneAfterTheOtherOnOneConnection() throws IOException {
        run("/short", "/short", "/short");

        assertThat(results).containsExactly("200 2", "200 2", "200 2");
    }

    @Test
    void aResponseLargerThanTheInitialBuffer() throws IOException {
        run("/long", "/short");

        assertThat(results).containsExactly("200 " + LONG_BODY, "200 2");
    }

    @Test
    void aConnectionClosedWithinAResponseIsAFailureAndReopened() throws IOException {
        run("/broken", "/short");

        assertThat(results).containsExactly("no answer: the connection was closed", "200 2");
    }

    private void run(String... paths) throws IOException {
        Deque<String> queue = new ArrayDeque<>(List.of(paths));
        RequestSource source = new RequestSource() {
            @Override
            public Request next(long nowNanos) {
                String path = queue.poll();
                return path == null ? null : new RecordedRequest(requests.get(path));
            }

            @Override
            public long nextDueNanos() {
                return NEVER;
            }
        };
        HttpLoadClient.run(Duration.ofSeconds(5), Workload.http(requests.address(), 1, source));
    }

    private final class RecordedRequest implements Request {

        private final byte[] bytes;

        RecordedRequest(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public void onResponse(RawResponse response, long sentNanos, long nowNanos) {
            results.add(response.status() + " " + response.body().length());
        }

        @Override
        public void onFailure(String reason, long nowNanos) {
            results.add(reason);
        }
    }
}
