package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bson.Document;
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
            List.of("action", "event", "job", "location", "lost-demand", "reservation", "sku", "webhook");

    private static final String REASON = "{\"reason\":\"test\"}";

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
        awaitServed();
        Map<String, String> before = answers();
        Map<String, String> rebuilds = new TreeMap<>();
        for (String name : ALL) {
            String address = "/v1/admin/projections/" + name + "/rebuilds";
            String request = "{\"switch\":\"whenClean\",\"keepSeconds\":0,\"reason\":\"test\"}";
            Answer accepted = querySide.post(address, request);
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
            rebuilds.put(name, accepted.header("Location"));
            assertThat(rebuilds.get(name))
                    .isEqualTo(address + "/" + accepted.body().path("epoch").asInt());
            assertThat(querySide.post(address, request).status())
                    .as("requested twice")
                    .isEqualTo(202);
            assertThat(querySide.post(address, "{\"reason\":\"test\"}").code())
                    .as("requested with other options")
                    .isEqualTo("rebuild-running");
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
                    && items().stream()
                            .filter(item -> item.path("state").asString().equals("served"))
                            .allMatch(item -> item.path("epoch").asInt() >= 2);
        });
        assertThat(answers()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("the supervisor and notifications of new events do not wait for comparisons")
                .anyMatch(thread -> thread.getName().startsWith("comparison-"));
        for (String name : ALL) {
            JsonNode rebuild = querySide.get(rebuilds.get(name)).body();
            assertThat(rebuild.path("state").asString()).as(rebuild.toString()).isEqualTo("switched");
            JsonNode comparison = rebuild.path("comparison");
            assertThat(comparison.path("done").asBoolean()).isTrue();
            assertThat(comparison.path("differences").asLong()).isZero();
            assertThat(comparison.path("documents").asLong()).isPositive();
            assertThat(comparison.path("answers").asLong() > 0).isEqualTo(name.equals("sku"));
        }
        awaitNoLag();
        List<String> collections = new ArrayList<>();
        await().untilAsserted(() -> {
            collections.clear();
            querySide
                    .bean(MongoDatabaseFactory.class)
                    .getMongoDatabase()
                    .listCollectionNames()
                    .into(collections);
            assertThat(collections).doesNotContain("sku_1", "ledger_1");
        });
        assertThat(collections).contains("sku_2", "ledger_2");
    }

    @Test
    void differencesAreListedAndSwitchedOnlyWhenToldAndRolledBackAtOnce() {
        awaitServed();
        JsonNode served = served("location");
        int live = served.path("epoch").asInt();
        querySide
                .bean(MongoDatabaseFactory.class)
                .getMongoDatabase()
                .getCollection("location_" + live)
                .updateOne(new Document("_id", "j3.place"), new Document("$set", new Document("view.name", "Wrong")));
        String address = "/v1/admin/projections/location/rebuilds";
        Answer accepted = querySide.post(
                address, "{\"switch\":\"whenTold\",\"maxEventsPerSecond\":100000,\"reason\":\"a wrong name\"}");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        int epoch = accepted.body().path("epoch").asInt();
        String rebuild = address + "/" + epoch;
        await().until(() -> state(rebuild).equals("different"));

        JsonNode differences = querySide.get(rebuild + "/differences").body();
        assertThat(differences.path("items"))
                .singleElement()
                .matches(one -> one.path("key").asString().equals("j3.place"))
                .matches(one -> one.path("kind").asString().equals("document"))
                .matches(one -> one.path("field").asString().equals("name"))
                .matches(one -> one.path("served").asString().equals("Wrong"));
        assertThat(querySide.get("/v1/locations/j3.place").text()).contains("Wrong");
        assertThat(querySide.post(rebuild + "/rollback", REASON).code()).isEqualTo("no-kept-epoch");

        assertThat(querySide.post(rebuild + "/switch", REASON).status()).isEqualTo(202);
        assertThat(querySide.post(rebuild + "/cancel", REASON).code()).isEqualTo("rebuild-ended");
        await().untilAsserted(() ->
                assertThat(querySide.get("/v1/locations/j3.place").text()).doesNotContain("Wrong"));
        long start = System.nanoTime();
        Answer back = querySide.post(rebuild + "/rollback", REASON);
        assertThat(back.status()).as(back.text()).isEqualTo(202);
        assertThat(back.body().path("state").asString()).isEqualTo("rolledBack");
        assertThat(querySide.get("/v1/locations/j3.place").text()).contains("Wrong");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(querySide.post(rebuild + "/switch", REASON).status()).isEqualTo(202);
        assertThat(querySide.get("/v1/locations/j3.place").text()).doesNotContain("Wrong");
        assertThat(querySide.post(rebuild + "/cancel", REASON).code()).isEqualTo("rebuild-ended");
    }

    @Test
    void aDryRunIsRemovedAndACancelledOneToo() {
        awaitServed();
        int live = served("reservation").path("epoch").asInt();
        String address = "/v1/admin/projections/reservation/rebuilds";
        int dry = querySide
                .post(address, "{\"dryRun\":true,\"reason\":\"test\"}")
                .body()
                .path("epoch")
                .asInt();
        await().atMost(Duration.ofSeconds(8))
                .until(() -> state(address + "/" + dry).equals("clean"));
        int slow = querySide
                .post(address, "{\"maxEventsPerSecond\":100,\"reason\":\"test\"}")
                .body()
                .path("epoch")
                .asInt();
        assertThat(slow).isEqualTo(dry + 1);
        assertThat(querySide.post(address + "/" + slow + "/switch", REASON).code())
                .isEqualTo("rebuild-not-ready");
        Answer faster = querySide.send(
                0,
                "PATCH",
                address + "/" + slow,
                "{\"maxEventsPerSecond\":200,\"reason\":\"test\"}",
                "Content-Type",
                "application/json");
        assertThat(faster.body().path("maxEventsPerSecond").asInt())
                .as(faster.text())
                .isEqualTo(200);
        List<Integer> cancelled = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i ->
                        querySide.post(address + "/" + slow + "/cancel", REASON).status())
                .sorted()
                .toList();
        assertThat(cancelled).containsExactly(202, 409, 409, 409);
        await().untilAsserted(() -> assertThat(querySide
                        .get("/v1/admin/actions?kind=operator.RebuildCancelled&actor=anonymous")
                        .body()
                        .path("items"))
                .as("recorded")
                .hasSize(1));
        assertThat(state(address + "/" + slow)).isEqualTo("cancelled");
        assertThat(served("reservation").path("epoch").asInt()).isEqualTo(live);
        JsonNode listed = querySide.get(address).body().path("items");
        assertThat(listed.get(0)).isEqualTo(querySide.get(address + "/" + slow).body());
        assertThat(listed.get(1)).isEqualTo(querySide.get(address + "/" + dry).body());
        assertThat(served("reservation").path("lastRebuild").asInt()).isEqualTo(slow);
        assertThat(querySide.get("/v1/admin/projections/none/rebuilds").code()).isEqualTo("projection-not-found");
        assertThat(querySide.get(address + "/999").code()).isEqualTo("rebuild-not-found");
    }

    private static String state(String rebuild) {
        return querySide.get(rebuild).body().path("state").asString();
    }

    private static void awaitServed() {
        await().until(() ->
                items().stream().noneMatch(item -> item.path("state").asString().equals("building")));
    }

    private static JsonNode served(String name) {
        return items().stream()
                .filter(item -> item.path("name").asString().equals(name))
                .filter(item -> item.path("state").asString().equals("served"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anUnknownProjectionCannotBeRebuilt() {
        for (String name : List.of("nothing", "product", "browse", "availability", "inventory")) {
            Answer answer = querySide.post("/v1/admin/projections/" + name + "/rebuilds", REASON);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("projection-not-found");
        }
        String address = "/v1/admin/projections/sku/rebuilds";
        assertThat(querySide.post(address, "{\"x\":1}").code()).isEqualTo("unknown-field");
        assertThat(querySide.post(address, "nonsense").code()).isEqualTo("malformed-json");
        assertThat(querySide.post(address, "{}").code()).isEqualTo("validation-failed");
        assertThat(querySide
                        .post(address, "{\"maxEventsPerSecond\":1,\"reason\":\"test\"}")
                        .code())
                .isEqualTo("validation-failed");
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
                // Without the actions of operators: the rebuilds are among them.
                new ArrayList<>(List.of("/v1/locations", "/v1/lost-demand?limit=200"));
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
