package stockledger.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.web.limits.LimitedServer.head;
import static stockledger.web.limits.LimitedServer.statusOf;
import static stockledger.web.limits.LimitedServer.write;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Callers who send their bodies or read their responses slowly hold few threads, and give them up to others. */
class SlowCallersGiveTheirThreadsBackTest {

    private static final int THREADS = 8;
    private static final int MAX_CONNECTIONS = 500;

    /** So long that no slow body ends by it within a test. */
    private static final int LONG = 60_000;

    @Test
    void manySlowBodiesLeaveThreadsToOthers() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(2, 4, MAX_CONNECTIONS), THREADS, MAX_CONNECTIONS, LONG)) {
            for (int i = 0; i < 30; i++) {
                write(server.open(), head("POST", "/v1/receipts", 100) + "x");
            }
            await().untilAsserted(() ->
                    assertThat(server.gauge("stockledger.callers.waiting")).isEqualTo(2));
            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
            assertThat(server.status("GET", "/actuator/health/liveness", "")).isEqualTo(200);
            assertThat(server.status("POST", "/v1/receipts", "{}")).isEqualTo(200);
            await("a body that comes a little later than its headers gets the place of a slow one")
                    .untilAsserted(() -> {
                        try (Socket socket = server.open()) {
                            write(socket, head("POST", "/v1/receipts", 4) + "{");
                            write(socket, " }\n");
                            assertThat(statusOf(socket)).isEqualTo(200);
                        }
                    });
        }
    }

    @Test
    void aBodyThatStopsIsAnswered408AndItsConnectionEnds() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(2, 4, MAX_CONNECTIONS), THREADS, MAX_CONNECTIONS, 200)) {
            Socket socket = server.open();
            write(socket, head("POST", "/v1/receipts", 100) + "x");
            assertThat(LimitedServer.readHead(socket))
                    .startsWith("HTTP/1.1 408")
                    .contains("Connection: close");
            assertThat(server.counter("stockledger.callers.ended", "outcome", "late"))
                    .isEqualTo(1);
        }
    }

    /** Tomcat's time-out counts from the last byte, so that a byte now and then would go on for ever. */
    @Test
    void aBodyThatTricklesIsAnswered408() throws IOException {
        LimitsSettings settings = new LimitsSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                DataSize.ofBytes(1),
                2,
                4,
                4,
                Duration.ofSeconds(1),
                MAX_CONNECTIONS,
                "");
        try (LimitedServer server = new LimitedServer(settings, THREADS, MAX_CONNECTIONS, LONG)) {
            Socket socket = server.open();
            write(socket, head("POST", "/v1/receipts", 10_000_000));
            await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
                write(socket, "x");
                assertThat(socket.getInputStream().available()).isPositive();
            });
            assertThat(statusOf(socket)).isEqualTo(408);
        }
    }

    /** Of a request that was answered without reading its body, Tomcat reads the rest before the next one. */
    @Test
    void theRestOfABodyThatNobodyReadsHoldsFewThreadsToo() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(2, 1, MAX_CONNECTIONS), THREADS, MAX_CONNECTIONS, LONG)) {
            Socket holding = server.open();
            write(holding, head("POST", "/v1/wait", 2) + "{}");
            await().until(() -> server.waiting.get() == 1);
            List<Socket> shed = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket socket = server.open();
                write(socket, head("POST", "/v1/receipts", 100) + "x");
                shed.add(socket);
            }
            for (Socket socket : shed) {
                assertThat(statusOf(socket)).isEqualTo(503);
            }
            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
        }
    }

    @Test
    void anUploadThatIsBehindGivesWay() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(4, 4, MAX_CONNECTIONS), THREADS, MAX_CONNECTIONS, LONG)) {
            Socket upload = server.open();
            write(upload, head("POST", "/v1/bulk/receipts", 100) + "x");
            await().until(server.bodies::endSlowest);
            assertThat(statusOf(upload)).isEqualTo(408);
        }
    }

    @Test
    void callersWhoDoNotReadTheirResponsesHoldFewThreadsToo() throws IOException {
        LimitsSettings settings = LimitedServer.settings(2, 4, MAX_CONNECTIONS);
        try (LimitedServer server = new LimitedServer(settings, THREADS, MAX_CONNECTIONS, LONG)) {
            for (int i = 0; i < 30; i++) {
                write(server.open(), head("GET", "/v1/products/large", 0));
            }
            await().untilAsserted(() ->
                    assertThat(server.gauge("stockledger.callers.waiting")).isEqualTo(2));
            assertThat(server.status("GET", "/actuator/health/liveness", "")).isEqualTo(200);
            assertThat(server.status("POST", "/v1/receipts", "{}")).isEqualTo(200);
            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
        }
    }

    /** A caller that read a megabyte at once would otherwise not be late, nor give way, for minutes. */
    @Test
    void whoWasFasterThanNeededMayNotBeSlowForLongAfterwards() {
        CallerWaits waits = new CallerWaits(LimitedServer.settings(2, 4, MAX_CONNECTIONS), new SimpleMeterRegistry());
        ResponseWait reader = new ResponseWait(waits);
        reader.count(1 << 30);

        assertThat(Duration.ofNanos(-reader.behindNanos())).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(2, 4, MAX_CONNECTIONS), THREADS, MAX_CONNECTIONS, LONG)) {
            for (int i = 0; i < 10; i++) {
                try (Socket socket = server.open()) {
                    write(socket, head("POST", "/v1/receipts", 100) + "x");
                }
            }
            await().untilAsserted(() -> {
                assertThat(server.gauge("stockledger.callers.waiting")).isZero();
                assertThat(server.gauge("stockledger.requests.active")).isZero();
            });
        }
    }
}
