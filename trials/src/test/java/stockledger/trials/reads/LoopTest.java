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

/** The trial against a server that stands still for a while: what everybody waited for must be in the figures. */
class LoopTest {

    private static final int STANDSTILL_MILLIS = 400;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private Requests requests;
    private volatile int standstillAt = -1;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        requests = new Requests(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (asked.incrementAndGet() == standstillAt) {
            awaitNothing();
        }
        exchange.sendResponseHeaders(status, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
        exchange.close();
    }

    private static void awaitNothing() {
        try {
            assertThat(new CountDownLatch(1).await(STANDSTILL_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Asked asked() {
        byte[] get = requests.get("/");
        return Asked.http(requests.address(), () -> get);
    }

    @Test
    void atFullSpeedEveryConnectionAsksAgainAtOnce() throws IOException {
        Measured measured = asked().asMuchAsCanBe(4, Asked.Span.of(0.5), null);

        assertThat(measured.failed()).isZero();
        assertThat(measured.answered()).isGreaterThan(20);
        assertThat(measured.perSecond()).isGreaterThan(40);
        assertThat(measured.bytesEach()).isEqualTo(2);
    }

    @Test
    void oneStandstillDelaysAllThatWasDueMeanwhile() throws IOException {
        asked().asMuchAsCanBe(1, Asked.Span.of(0.3), null);
        standstillAt = asked.get() + 40;

        Measured measured = asked().atRate(100, 1, Asked.Span.of(1), null);

        // Some forty questions were due while nothing went on; who counts from sending would see one slow answer.
        assertThat(measured.failed()).isZero();
        assertThat(measured.asked()).isBetween(95L, 105L);
        assertThat(measured.maxMillis()).isGreaterThan(STANDSTILL_MILLIS * 0.9);
        assertThat(measured.p90Millis()).isGreaterThan(STANDSTILL_MILLIS * 0.4);
    }

    @Test
    void changesGoOnBesideQuestionsAndTheirFailuresAreTold() throws IOException {
        byte[] put = requests.send("PUT", "/", "{}");
        status = 409;
        Asked.Changes changes = new Asked.Changes(Asked.http(requests.address(), () -> put), 50);

        Measured measured = asked().atRate(20, 2, Asked.Span.of(0.5), changes);

        assertThat(measured.failures()).containsKeys("status 409", "change: status 409");
    }

    @Test
    void aServerThatIsNotThereEndsTheTrial() {
        server.stop(0);

        assertThatThrownBy(() -> asked().asMuchAsCanBe(2, Asked.Span.of(0.2), null))
                .isInstanceOf(IOException.class);
    }
}
