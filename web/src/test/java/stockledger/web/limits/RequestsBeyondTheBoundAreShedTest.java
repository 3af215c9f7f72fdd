package stockledger.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.web.limits.LimitedServer.head;
import static stockledger.web.limits.LimitedServer.statusOf;
import static stockledger.web.limits.LimitedServer.write;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests of one kind that wait, for whatever, take no thread from those of another kind. */
class RequestsBeyondTheBoundAreShedTest {

    @Test
    void oneKindDoesNotTakeTheThreadsOfAnother() throws IOException {
        try (LimitedServer server = new LimitedServer(LimitedServer.settings(2, 2, 500), 16, 500, 60_000)) {
            List<Socket> executed = List.of(server.open(), server.open());
            for (Socket socket : executed) {
                write(socket, head("POST", "/v1/wait", 0));
            }
            await().until(() -> server.waiting.get() == 2);

            Socket excess = server.open();
            write(excess, head("POST", "/v1/receipts", 2) + "{}");
            String refused = LimitedServer.readHead(excess);
            assertThat(refused).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "application/problem+json");
            assertThat(server.counter("stockledger.requests.shed", "kind", "command"))
                    .isEqualTo(1);

            assertThat(server.status("GET", "/v1/products", "")).isEqualTo(200);
            assertThat(server.status("POST", "/v1/availability", "{}")).isEqualTo(200);
            assertThat(server.status("GET", "/v1/admin/projections", "")).isEqualTo(200);
            assertThat(server.status("GET", "/actuator/health/liveness", "")).isEqualTo(200);

            server.release.countDown();
            for (Socket socket : executed) {
                assertThat(statusOf(socket)).isEqualTo(200);
            }
            assertThat(server.status("POST", "/v1/receipts", "{}")).isEqualTo(200);
            await().untilAsserted(() ->
                    assertThat(server.gauge("stockledger.requests.active")).isZero());
        }
    }

    @Test
    void exportsTakeNoPlacesOfOperators() {
        String events = "/v1/admin/events";
        assertThat(Work.of("GET", events, "text/csv")).isEqualTo(Work.EXPORT);
        assertThat(Work.of("GET", events, "application/x-ndjson;q=0.9")).isEqualTo(Work.EXPORT);
        assertThat(Work.of("GET", events, "application/json")).isEqualTo(Work.OPERATION);
        assertThat(Work.of("GET", events, null)).isEqualTo(Work.OPERATION);
        assertThat(Work.of("GET", events + "/stream", "text/csv")).isEqualTo(Work.OPERATION);
    }

    @Test
    void oneAddressLeavesTheLastTenthToOthers() {
        Places places = new Places(LimitedServer.settings(2, 20, 500), new SimpleMeterRegistry());
        List<Place> ofFlood = IntStream.range(0, 18)
                .mapToObj(i -> places.take(Work.COMMAND, "192.0.2.1"))
                .toList();

        assertThat(ofFlood).doesNotContainNull();
        assertThat(places.take(Work.COMMAND, "192.0.2.1")).isNull();
        assertThat(places.take(Work.COMMAND, "192.0.2.2")).isNotNull();
        assertThat(places.take(Work.COMMAND, "192.0.2.2")).isNotNull();
        assertThat(places.take(Work.COMMAND, "192.0.2.3")).isNull();

        ofFlood.get(0).release();
        assertThat(places.take(Work.COMMAND, "192.0.2.1")).isNotNull();
    }
}
