package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** No instance folds events into a paused projection, not even one that starts later; all of them serve what they had. */
class PausedProjectionsStayAsTheyAreTest {

    private static final String SKU_PROJECTION = "/v1/admin/projections/sku";
    private static final String REASON = "{\"reason\":\"A deployment.\"}";
    private static final String STREAM = "stock:mug";

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide("--stockledger.query-http.max-wait=300ms");
        querySide.awaitReady(0);
        querySide.append(registered("mug"), received("mug", "main", 5));
        awaitOnHand(0, 5);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static long onHand(int instance) {
        return querySide
                .send(instance, "GET", "/v1/inventory/mug", null)
                .body()
                .path("onHand")
                .asLong();
    }

    private static void awaitOnHand(int instance, long units) {
        await().untilAsserted(() -> assertThat(onHand(instance)).isEqualTo(units));
    }

    /** The served epoch. */
    private static JsonNode item(int instance) {
        for (JsonNode item : querySide
                .send(instance, "GET", "/v1/admin/projections", null)
                .body()
                .path("items")) {
            if (item.path("name").asString().equals("sku")
                    && item.path("state").asString().equals("served")) {
                return item;
            }
        }
        throw new AssertionError("no such projection");
    }

    private static void awaitSegments(boolean claimed) {
        await().untilAsserted(() -> assertThat(item(0).path("segments"))
                .isNotEmpty()
                .allMatch(segment -> segment.path("here").asBoolean() == claimed));
    }

    @Test
    void theyAreServedUntilTheyAreResumed() {
        assertThat(querySide.post(SKU_PROJECTION + "/resume", REASON).code()).isEqualTo("projection-not-paused");
        assertThat(querySide.post("/v1/admin/projections/none/pause", REASON).code())
                .isEqualTo("projection-not-found");
        assertThat(querySide.post(SKU_PROJECTION + "/pause", "{}").code()).isEqualTo("validation-failed");

        Answer paused = querySide.post(SKU_PROJECTION + "/pause", REASON);
        assertThat(paused.status()).as(paused.text()).isEqualTo(200);
        assertThat(paused.body().path("pausedAt").asString()).isNotEmpty();
        assertThat(querySide.post(SKU_PROJECTION + "/pause", REASON).code()).isEqualTo("projection-paused");
        assertThat(querySide.post(SKU_PROJECTION + "/rebuilds", REASON).code()).isEqualTo("projection-paused");
        awaitSegments(false);

        querySide.append(received("mug", "main", 2));
        String token = ConsistencyToken.of(STREAM, querySide.version(STREAM)).encoded();
        assertThat(querySide
                        .get("/v1/inventory/mug", "Consistency-Token", token)
                        .code())
                .isEqualTo("not-yet-visible");
        assertThat(onHand(0)).isEqualTo(5);

        int later = querySide.indexOf(querySide.start("--stockledger.query-http.max-wait=300ms"));
        querySide.awaitReady(later);
        assertThat(onHand(later)).isEqualTo(5);
        JsonNode item = item(later);
        assertThat(item.path("pausedAt").asString()).isNotEmpty();
        assertThat(item.path("lagEvents").asLong()).isPositive();

        assertThat(querySide.post(SKU_PROJECTION + "/resume", REASON).status()).isEqualTo(200);
        awaitOnHand(0, 7);
        awaitOnHand(later, 7);
        assertThat(item(later).has("pausedAt")).isFalse();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(querySide
                                .get("/v1/admin/actions?kind=operator.ProjectionResumed")
                                .body()
                                .path("items"))
                        .hasSize(1));
    }
}
