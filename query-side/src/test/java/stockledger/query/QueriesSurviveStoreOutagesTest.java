package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide.Answer;

/** Responses during and after an outage of Redis or MongoDB. */
class QueriesSurviveStoreOutagesTest {

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(
                "--stockledger.query-mongo.connect-timeout=300ms", "--stockledger.query-mongo.max-connections=8");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static long onHand(String sku, String... headers) {
        Answer page = querySide.get("/v1/products/" + sku, headers);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page.body().at("/availability/onHand").asLong();
    }

    private static String token(String sku) {
        return ConsistencyToken.of("stock:" + sku, querySide.version("stock:" + sku))
                .encoded();
    }

    @Test
    void nothingStaleIsServedWhenRedisRestartsWithOldData() {
        querySide.append(registered("r"), received("r", "main", 1));
        assertThat(onHand("r", "Consistency-Token", token("r"))).isEqualTo(1);
        assertThat(onHand("r")).isEqualTo(1);

        querySide.stopRedis();
        for (int i = 2; i <= 5; i++) {
            querySide.append(received("r", "main", 1));
            assertThat(onHand("r", "Consistency-Token", token("r"))).isEqualTo(i);
        }
        // Its append-only file has the entries from before the outage.
        querySide.startRedis();
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(onHand("r")).isEqualTo(5));
        querySide.append(received("r", "main", 1));
        assertThat(onHand("r", "Consistency-Token", token("r"))).isEqualTo(6);
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(onHand("r")).isEqualTo(6));
    }

    @Test
    void withoutMongoCachedResponsesAreServedAndProjectionsCatchUpAfterwards() {
        querySide.append(registered("m"), received("m", "main", 1));
        assertThat(onHand("m", "Consistency-Token", token("m"))).isEqualTo(1);

        await("lists are in Redis").until(() -> BrowseLists.areInRedis(querySide));
        querySide.mongoProxy().interrupt();
        for (String path : new String[] {
            "/v1/inventory/m",
            "/v1/inventory/m/movements",
            "/v1/reservations/x",
            "/v1/locations",
            "/v1/admin/projections",
            "/v1/products/neverCached",
            "/v1/availability?sku=neverCached"
        }) {
            Answer answer = querySide.get(path);
            assertThat(answer.status()).as(path + answer.text()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(querySide.get("/actuator/health").status())
                .as("the health of a process does not depend on MongoDB")
                .isEqualTo(200);
        assertThat(onHand("m")).as("the page is cached in Redis").isEqualTo(1);
        assertThat(querySide.get("/v1/products?inStock=true").text())
                .as("lists are served from Redis")
                .contains("\"sku\":\"m\"");
        querySide.append(received("m", "main", 10));

        querySide.mongoProxy().restore();
        await().ignoreExceptions().untilAsserted(() -> assertThat(onHand("m")).isEqualTo(11));
        await().untilAsserted(() -> querySide
                .get("/v1/admin/projections")
                .body()
                .path("items")
                .forEach(item -> assertThat(item.path("lagEvents").asLong()).isZero()));
    }

    /** A server that stands still keeps its connections open: only those who need it wait for it, and not for long. */
    @Test
    void whileMongoStandsStillCachedResponsesAreServed() {
        querySide.append(registered("f"), received("f", "main", 1));
        assertThat(onHand("f", "Consistency-Token", token("f"))).isEqualTo(1);
        assertThat(onHand("f")).isEqualTo(1);
        await("lists are in Redis").until(() -> BrowseLists.areInRedis(querySide));
        ExecutorService callers = Executors.newFixedThreadPool(24);
        List<Future<Answer>> waiting = new ArrayList<>();
        querySide.mongoProxy().freeze();
        try {
            for (int i = 0; i < 24; i++) {
                String path = "/v1/reservations/frozen-" + i;
                waiting.add(callers.submit(() -> querySide.get(path)));
            }
            await().until(() -> active() > 0);
            assertThat(querySide.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(onHand("f")).isEqualTo(1);
            assertThat(querySide.get("/v1/products?inStock=true").text()).contains("\"sku\":\"f\"");
            Set<String> details = new TreeSet<>();
            for (Future<Answer> one : waiting) {
                Answer answer = one.get(60, TimeUnit.SECONDS);
                details.add(answer.body().path("detail").asString());
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
            assertThat(details)
                    .as("some have a connection, others wait for one")
                    .contains("MongoDB is unavailable.", "All connections to MongoDB are in use.");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            querySide.mongoProxy().thaw();
            callers.shutdownNow();
        }
        await().untilAsserted(() -> assertThat(active()).isZero());
        await().ignoreExceptions()
                .until(() -> querySide.get("/v1/reservations/frozen-0").status() == 404);
    }

    /** Queries that are executed or wait. */
    private static double active() {
        return querySide
                .bean(MeterRegistry.class)
                .get("stockledger.requests.active")
                .tag("kind", "query")
                .gauge()
                .value();
    }
}
