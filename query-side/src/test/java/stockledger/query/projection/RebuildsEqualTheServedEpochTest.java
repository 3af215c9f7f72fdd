package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.query.AllEvents;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

class RebuildsEqualTheServedEpochTest {

    private static final List<String> ALL =
            List.of("action", "event", "job", "location", "lost-demand", "reservation", "sku");

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
        for (int i = 0; i < 20; i++) {
            querySide.append(AllEvents.of("j" + i).toArray());
        }
        querySide.append(registered("busy"), received("busy", "main", 1));
        awaitNoLag();
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @Test
    void rebuiltProjectionsGiveTheSameAnswersWhileEventsArrive() {
        Map<String, String> before = answers();
        for (String name : ALL) {
            Answer accepted = querySide.post("/v1/admin/projections/" + name + "/replay", "{}");
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(accepted.header("Location")).isEqualTo("/v1/admin/projections");
            assertThat(querySide
                            .post("/v1/admin/projections/" + name + "/replay", "")
                            .status())
                    .as("requested twice")
                    .isEqualTo(202);
        }
        await().until(() -> {
            querySide.append(received("busy", "main", 1));
            long version = querySide.version("stock:busy");
            Answer page = querySide.get(
                    "/v1/inventory/busy",
                    "Consistency-Token",
                    ConsistencyToken.of("stock:busy", version).encoded());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body().path("onHand").asLong()).isEqualTo(version + 1);
            return items().stream().noneMatch(item -> item.path("rebuilding").asBoolean())
                    && items().stream().allMatch(item -> item.path("epoch").asInt() == 2);
        });
        assertThat(answers()).isEqualTo(before);
        awaitNoLag();
        List<String> collections = new ArrayList<>();
        await().untilAsserted(() -> {
            collections.clear();
            querySide
                    .bean(MongoDatabaseFactory.class)
                    .getMongoDatabase()
                    .listCollectionNames()
                    .into(collections);
            assertThat(collections).noneMatch(name -> name.endsWith("_1"));
        });
        assertThat(collections).contains("sku_2", "ledger_2");
    }

    @Test
    void anUnknownProjectionCannotBeRebuilt() {
        for (String name : List.of("nothing", "product", "browse", "availability", "inventory")) {
            Answer answer = querySide.post("/v1/admin/projections/" + name + "/replay", "{}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("projection-not-found");
        }
        assertThat(querySide
                        .post("/v1/admin/projections/sku/replay", "{\"x\":1}")
                        .code())
                .isEqualTo("unknown-field");
        assertThat(querySide
                        .post("/v1/admin/projections/sku/replay", "nonsense")
                        .code())
                .isEqualTo("malformed-json");
    }

    private static List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        querySide.get("/v1/admin/projections").body().path("items").forEach(items::add);
        return items;
    }

    private static void awaitNoLag() {
        await().untilAsserted(() -> {
            assertThat(items()).isNotEmpty().allSatisfy(item -> {
                assertThat(item.path("lagEvents").asLong()).isZero();
                assertThat(item.path("lagSeconds").asLong()).isZero();
                assertThat(item.path("percent").asInt()).isEqualTo(100);
                boolean segmented =
                        List.of("sku", "reservation").contains(item.path("name").asString());
                assertThat(item.path("segments").size()).isEqualTo(segmented ? 4 : 1);
            });
        });
    }

    private static Map<String, String> answers() {
        Map<String, String> answers = new TreeMap<>();
        List<String> paths =
                new ArrayList<>(List.of("/v1/locations", "/v1/admin/actions?limit=200", "/v1/lost-demand?limit=200"));
        for (int i = 0; i < 20; i++) {
            String sku = "j" + i;
            paths.add("/v1/products/" + sku);
            paths.add("/v1/inventory/" + sku);
            paths.add("/v1/inventory/" + sku + "/movements");
            paths.add("/v1/availability?sku=" + sku);
            paths.add("/v1/reservations/" + sku + "-r1");
        }
        paths.add("/v1/products?category=Table&sort=-updated&limit=200");
        for (String path : paths) {
            Answer answer = querySide.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            answers.put(path, answer.textWithoutWatermark() + answer.header("ETag"));
        }
        return answers;
    }
}
