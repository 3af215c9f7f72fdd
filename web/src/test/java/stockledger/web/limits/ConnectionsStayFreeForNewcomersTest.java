package stockledger.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.web.limits.LimitedServer.head;
import static stockledger.web.limits.LimitedServer.statusOf;
import static stockledger.web.limits.LimitedServer.write;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Connections that wait for their callers give way to new ones before there are none. */
class ConnectionsStayFreeForNewcomersTest {

    private static final int MAX_CONNECTIONS = 40;
    private static final int LONG = 60_000;

    @Test
    void idleAndSilentConnectionsGiveWay() throws IOException {
        try (LimitedServer server =
                new LimitedServer(LimitedServer.settings(2, 4, 10 * MAX_CONNECTIONS), 8, MAX_CONNECTIONS, LONG)) {
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                Socket idle = server.open();
                if (i < MAX_CONNECTIONS / 2) {
                    write(idle, head("GET", "/v1/products", 0));
                    assertThat(statusOf(idle)).isEqualTo(200);
                }
            }
            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
            assertThat(server.counter("stockledger.connections.ended", "reason", "idle"))
                    .isPositive();
        }
    }

    @Test
    void oneAddressDoesNotGetAllConnections() throws IOException {
        try (LimitedServer server = new LimitedServer(LimitedServer.settings(2, 4, 20), 8, MAX_CONNECTIONS, LONG)) {
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                write(server.open("127.0.0.2"), "GET /v1/products HTTP/1.1\r\n");
            }
            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
            assertThat(server.counter("stockledger.connections.ended", "reason", "share"))
                    .isPositive();
        }
    }

    /** Tomcat's time-out counts from the last byte. */
    @Test
    void headersThatDoNotEndAreEnded() throws IOException {
        try (LimitedServer server = new LimitedServer(LimitedServer.settings(2, 4, 100), 8, MAX_CONNECTIONS, LONG)) {
            Socket trickling = server.open();
            write(trickling, "GET /v1/products HTTP/1.1\r\n");
            Socket idle = server.open();
            write(idle, head("GET", "/v1/products", 0));
            assertThat(statusOf(idle)).isEqualTo(200);
            await().untilAsserted(() -> {
                write(trickling, "x");
                server.connections.endPartialRequests(server.protocol.limitedEndpoint());
                assertThat(server.counter("stockledger.connections.ended", "reason", "headers"))
                        .isPositive();
            });
            assertThat(statusOf(trickling)).isZero();
            idle.getInputStream().skipNBytes(1);
            write(idle, head("GET", "/v1/products", 0));
            assertThat(statusOf(idle)).isEqualTo(200);
        }
    }
}
