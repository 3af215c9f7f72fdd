package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.Stats;

/** Measures a server that stalls for a while: the figures must contain the wait of every request. */
class TargetSpecTest {

    private static final int STALL_MILLIS = 400;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicInteger received = new AtomicInteger();
    private HttpServer server;
    private HttpRequests requests;
    private volatile int stallAt = -1;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        requests = new HttpRequests(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (received.incrementAndGet() == stallAt) {
            stall();
        }
        exchange.sendResponseHeaders(status, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
        exchange.close();
    }

    private static void stall() {
        try {
            assertThat(new CountDownLatch(1).await(STALL_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TargetSpec target() {
        byte[] get = requests.get("/");
        return TargetSpec.http(requests.address(), () -> get);
    }

    @Test
    void atFullSpeedEveryConnectionSendsAgainAtOnce() throws IOException {
        Stats stats = target().fullSpeed(4, TargetSpec.Span.of(0.5), null);

        assertThat(stats.failed()).isZero();
        assertThat(stats.answered()).isGreaterThan(4);
        assertThat(stats.perSecond()).isPositive();
        assertThat(stats.bytesEach()).isEqualTo(2);
    }

    @Test
    void aStallDelaysEveryRequestDueMeanwhile() throws IOException {
        target().fullSpeed(1, TargetSpec.Span.of(0.3), null);
        stallAt = received.get() + 40;

        Stats stats = target().fixedRate(100, 1, TargetSpec.Span.of(1), null);

        // Some forty requests were due during the stall; counted from sending, only one would be slow.
        assertThat(stats.failed()).isZero();
        assertThat(stats.due()).isBetween(95L, 105L);
        assertThat(stats.maxMillis()).isGreaterThan(STALL_MILLIS * 0.9);
        assertThat(stats.p90Millis()).isGreaterThan(STALL_MILLIS * 0.4);
    }

    @Test
    void changesRunBesideRequestsAndTheirFailuresAreReported() throws IOException {
        byte[] put = requests.send("PUT", "/", "{}");
        status = 409;
        TargetSpec.Changes changes = new TargetSpec.Changes(TargetSpec.http(requests.address(), () -> put), 50);

        Stats stats = target().fixedRate(20, 2, TargetSpec.Span.of(0.5), changes);

        assertThat(stats.failures()).containsKeys("status 409", "change: status 409");
    }

    @Test
    void anUnreachableServerEndsTheTrial() {
        server.stop(0);

        assertThatThrownBy(() -> target().fullSpeed(2, TargetSpec.Span.of(0.2), null))
                .isInstanceOf(IOException.class);
    }
}
