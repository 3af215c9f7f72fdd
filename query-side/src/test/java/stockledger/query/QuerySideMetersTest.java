package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import tools.jackson.databind.JsonNode;

/** The meters of a running query side. */
class QuerySideMetersTest {

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(
                "--stockledger.query-measure.slow-mongo=1ms", "--stockledger.query-mongo.connect-timeout=300ms");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static String scrape() {
        return querySide.get("/actuator/prometheus").text();
    }

    @Test
    void requestsAreTimedByRouteAndStatus() {
        querySide.append(registered("one"), received("one", "main", 1));
        String token =
                ConsistencyToken.of("stock:one", querySide.version("stock:one")).encoded();
        assertThat(querySide.get("/v1/products/one", "Consistency-Token", token).status())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(scrape())
                .containsPattern(
                        "http_server_requests_seconds_bucket\\{[^}]*status=\"200\",uri=\"/v1/products/\\{sku}\""));
    }

    @Test
    void problemsAreCountedByCode() {
        querySide.get("/v1/products/nobody");
        querySide.get("/v1/products?limit=x");
        querySide.get("/nowhere");
        querySide.get("/v1/products/a%2Fb");
        await().untilAsserted(() -> assertThat(scrape())
                .contains("stockledger_problems_total{code=\"product-not-found\",side=\"query\"} 1.0")
                .contains("stockledger_problems_total{code=\"validation-failed\",side=\"query\"} 1.0")
                .contains("stockledger_problems_total{code=\"not-found\",side=\"query\"} 1.0")
                .contains("stockledger_problems_total{code=\"bad-request\",side=\"query\"} 1.0"));
    }

    @Test
    void theLagIsUnknownWhileMongoDbIsUnreachable() {
        for (String projection : new String[] {"sku", "reservation", "location", "job"}) {
            await().untilAsserted(() -> assertThat(scrape())
                    .contains("stockledger_projection_lag_events{projection=\"" + projection + "\"} 0.0")
                    .contains("stockledger_projection_lag_seconds{projection=\"" + projection + "\"} 0.0"));
        }
        querySide.mongoProxy().interrupt();
        try {
            await().untilAsserted(() ->
                    assertThat(scrape()).contains("stockledger_projection_lag_events{projection=\"sku\"} NaN"));
        } finally {
            querySide.mongoProxy().restore();
        }
        await().untilAsserted(() ->
                assertThat(scrape()).contains("stockledger_projection_lag_events{projection=\"sku\"} 0.0"));
    }

    @Test
    void slowOperationsAreCounted() {
        await().untilAsserted(() -> assertThat(scrape())
                .containsPattern(
                        "stockledger_slow_operations_total\\{operation=\"[a-zA-Z]+\",store=\"mongodb\"}" + " [1-9]"));
    }

    @Test
    void theOverviewIsMadeOfTheSameMeters() {
        querySide.get("/v1/admin/overview");
        await().untilAsserted(() -> {
            querySide.get("/v1/products/nobody-at-all");
            JsonNode overview = querySide.get("/v1/admin/overview").body();
            assertThat(overview.at("/requests/perSecond").asDouble()).isPositive();
            assertThat(overview.at("/requests/p99Millis").asDouble()).isPositive();
            assertThat(overview.path("errors").toString()).contains("product-not-found");
            assertThat(overview.path("stores"))
                    .hasSize(3)
                    .allMatch(store -> store.path("status").asString().equals("up"));
            assertThat(overview.path("projections"))
                    .isNotEmpty()
                    .allMatch(projection -> projection.path("state").asString().equals("running"));
            assertThat(overview.at("/jobs/failed").asLong(-1)).isZero();
            assertThat(overview.path("sides").toString()).isEqualTo("[\"query\"]");
        });
    }
}
