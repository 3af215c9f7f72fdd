package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/**
 * The transaction that holds the global order up is named and ended. An event store that was restored to an earlier point, while MongoDB and Redis were not, is found at the start and while
 * running; nothing is served until an operator has accepted it, and then only what its events say.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventStoreIsWatchedTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String REASON = "{\"reason\":\"restored the backup of noon\"}";

    /** What is answered from the events themselves. */
    private static final List<String> OF_EVENTS = List.of(
            "/v1/admin/events",
            "/v1/admin/events?sku=m&order=asc",
            "/v1/admin/events/e1",
            "/v1/admin/events/stream",
            "/v1/products/m?asOf=2026-01-01T00:00:00Z",
            "/v1/availability?sku=m&asOf=2026-01-01T00:00:00Z",
            "/v1/inventory/m?asOf=2026-01-01T00:00:00Z",
            "/v1/inventory/m/explanation",
            "/v1/reservations/r1?asOf=2026-01-01T00:00:00Z");

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static Answer second(String path) {
        return querySide.send(1, "GET", path, null);
    }

    private static Answer accept(int instance) {
        return querySide.send(
                instance, "POST", "/v1/admin/event-store/accept", REASON, "Content-Type", "application/json");
    }

    private static Answer rebuild(int instance) {
        String address = "/v1/admin/projections/sku/rebuilds";
        return querySide.send(instance, "POST", address, REASON, "Content-Type", "application/json");
    }

    @Test
    @Order(1)
    void anOpenTransactionIsNamedAndEnded() throws SQLException {
        try (Connection holder = querySide.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO DomainEventEntry (aggregateIdentifier, sequenceNumber, type, eventIdentifier,"
                            + " metaData, payload, payloadType, timeStamp) VALUES ('stock:held', 0, 'stock', 'e', '{}', '{}',"
                            + " 'stock.StockReceived', '2026-11-30T00:00:00Z')");
            querySide.append(registered("after"));
            await().atMost(MINUTE)
                    .until(() -> !order("/v1/admin/event-store").path("missing").isEmpty());

            await().atMost(MINUTE)
                    .until(() ->
                            !order("/v1/admin/event-store").path("openAppends").isEmpty());
            JsonNode order = order("/v1/admin/event-store");
            assertThat(order.path("openAppends")).hasSize(1);
            assertThat(order.at("/openAppends/0/state").asString()).isEqualTo("idle in transaction");
            assertThat(order.at("/openAppends/0/ageSeconds").asLong()).isBetween(1L, 60L);
            assertThat(order.at("/missing/0/position").asLong()).isLessThan(head());
            Answer preview = advance("{\"dryRun\":true,\"reason\":\"who holds it?\"}");
            assertThat(preview.body().path("openAppends")).as(preview.text()).hasSize(1);
            assertThat(preview.body().path("ended")).isEmpty();

            Answer advanced = advance("{\"reason\":\"a shell was left open\"}");
            assertThat(advanced.body().path("ended")).as(advanced.text()).hasSize(1);
            assertThatThrownBy(holder::commit).isInstanceOf(SQLException.class);
            await().atMost(MINUTE)
                    .until(() ->
                            order("/v1/admin/event-store").path("openAppends").isEmpty());
            assertThat(querySide.get("/v1/products/after").status()).isEqualTo(200);
        }
    }

    private static JsonNode order(String path) {
        return querySide.get(path).body().path("order");
    }

    private static Answer advance(String body) {
        return querySide.post("/v1/admin/event-store/advance", body);
    }

    @Test
    @Order(2)
    void isRefusedUntilItIsAccepted() throws SQLException {
        assertThat(accept(0).code()).isEqualTo("event-store-agrees");
        querySide.append(registered("m"), received("m", "main", 3));
        querySide.append(received("m", "main", 4));
        await().atMost(MINUTE)
                .until(() -> querySide.get("/v1/products/m").text().contains("\"onHand\":7"));
        await().atMost(MINUTE)
                .until(() -> querySide
                                .get("/v1/admin/event-store")
                                .body()
                                .at("/anchors/newest")
                                .asLong()
                        == head());

        try (Connection connection = querySide.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM DomainEventEntry WHERE globalIndex = (SELECT MAX(globalIndex) FROM"
                    + " DomainEventEntry)");
        }
        querySide.start();
        await().atMost(MINUTE).until(() -> second("/v1/products/m").code().equals("event-store-mismatch"));

        List<String> queries = new ArrayList<>(QueriesWaitForTheFirstFoldTest.QUERIES);
        queries.addAll(OF_EVENTS);
        for (String path : queries) {
            Answer answer = second(path);
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(503);
            assertThat(answer.code()).as(path).isEqualTo("event-store-mismatch");
        }
        Answer readiness = second("/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(503);
        Answer state = second("/v1/admin/event-store");
        assertThat(state.body().at("/difference/reason").asString()).contains("went back in time");
        assertThat(state.body().at("/difference/firstMissing").asLong()).isGreaterThan(head());
        // The process that was running when it happened.
        await().atMost(MINUTE)
                .until(() -> querySide.get("/v1/products/m").code().equals("event-store-mismatch"));

        assertThat(rebuild(1).code()).isEqualTo("event-store-mismatch");

        Answer accepted = accept(1);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);

        querySide.awaitReady(1);
        assertThat(second("/v1/products/m").text()).contains("\"onHand\":3");
        assertThat(second("/v1/products").text()).contains("\"available\":3");
        assertThat(second("/v1/inventory/m").text()).contains("\"onHand\":3");
        assertThat(second("/v1/admin/event-store").body().has("difference")).isFalse();
        assertThat(querySide.get("/v1/products/m").code())
                .as("it has events in memory that no longer exist")
                .isEqualTo("event-store-mismatch");
        assertThat(querySide
                        .get("/v1/admin/event-store")
                        .body()
                        .at("/difference/reason")
                        .asString())
                .contains("restart this process");
        assertThat(accept(0).code()).isEqualTo("restart-needed");
    }

    private static long head() {
        return querySide
                .get("/v1/admin/event-store")
                .body()
                .at("/last/position")
                .asLong();
    }
}
