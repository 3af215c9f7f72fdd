package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import stockledger.web.webhook.WebhookAddresses;
import stockledger.web.webhook.WebhookConfiguration;

/** A receiver that answers without end, or slowly, ends and delays no delivery to others. */
class OneReceiverStopsNoOtherTest {

    private static final byte[] BODY = {'{', '}'};
    private static final int PART = 8 << 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpServer server;
    private WebhookClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                try {
                    mayAnswer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        new ApplicationContextRunner()
                .withUserConfiguration(WebhookConfiguration.class)
                .withPropertyValues("stockledger.webhooks.allow-private-addresses=true")
                .run(context -> client = new WebhookClient(
                        new CheckedHosts(
                                context.getBean(WebhookAddresses.class), InetAddress::getAllByName, Runnable::run),
                        Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private CompletableFuture<WebhookClient.Result> send(int port, String path) {
        return client.send(URI.create("http://127.0.0.1:" + port + path), Map.of(), BODY, 0);
    }

    private CompletableFuture<WebhookClient.Result> send(String path) {
        return send(server.getAddress().getPort(), path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 ",
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
            })
    void aLineWithoutAnEndIsNotReadOn(String begin) throws IOException {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket socket = endless.accept();
                        OutputStream out = socket.getOutputStream()) {
                    socket.getInputStream().read(new byte[PART]);
                    out.write(begin.getBytes(StandardCharsets.US_ASCII));
                    byte[] part = "a".repeat(PART).getBytes(StandardCharsets.US_ASCII);
                    while (!threads.isShutdown()) {
                        out.write(part);
                    }
                } catch (IOException e) {
                    // The connection was closed.
                }
            });
            assertThat(send(endless.getLocalPort(), "/").join().error()).isEqualTo("connection-failed");
        }
        assertThat(send("/").join().status()).isEqualTo(204);
    }

    @Test
    void manyRequestsThatAreSlowDelayNoOtherToTheirHost() {
        for (int i = 0; i < 40; i++) {
            send("/slow");
        }
        assertThat(send("/").join().status()).isEqualTo(204);
    }

    @Test
    void aClientThatHasEndedIsReplaced() {
        client.http().close(CloseMode.IMMEDIATE);
        await().untilAsserted(() -> assertThat(send("/").join().status()).isEqualTo(204));
    }
}
