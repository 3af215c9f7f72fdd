package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.query.RunningQuerySide.Answer;

/** A process answers queries only after its read models contain the events that existed when it started. */
class QueriesWaitForTheFirstFoldTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** One of each kind of query. */
    static final List<String> QUERIES = List.of(
            "/v1/products/m",
            "/v1/products",
            "/v1/products?inStock=true",
            "/v1/products/facets",
            "/v1/availability?sku=m",
            "/v1/inventory/m",
            "/v1/inventory/m/movements",
            "/v1/inventory?status=low",
            "/v1/reservations/r1",
            "/v1/jobs/j1",
            "/v1/locations",
            "/v1/products/m/stream");

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

    @Test
    void untilThenTheyAreAnswered503AndKeptByNoCache() {
        querySide.append(registered("m"), received("m", "main", 1));
        await().atMost(MINUTE)
                .until(() -> querySide.get("/v1/products/m").text().contains("\"onHand\":1"));
        // The first process keeps the segments, and cannot fold.
        querySide.mongoProxy().interrupt();
        querySide.append(received("m", "main", 4));
        querySide.start("--stockledger.projection.claim-timeout=60s");

        for (String path : QUERIES) {
            Answer answer = second(path);
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            Answer gateway = querySide.send(1, "GET", path, null, "X-Retry-On", "504");
            assertThat(gateway.status())
                    .as("so that a gateway asks another instance")
                    .isEqualTo(504);
            assertThat(gateway.code()).isEqualTo("unavailable");
        }
        assertThat(second("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(second("/v1/admin/projections").status()).isEqualTo(200);

        querySide.mongoProxy().restore();
        querySide.awaitReady(1);
        assertThat(second("/v1/products/m").text()).contains("\"onHand\":5");
        assertThat(second("/v1/products").text()).contains("\"sku\":\"m\"");
    }
}
