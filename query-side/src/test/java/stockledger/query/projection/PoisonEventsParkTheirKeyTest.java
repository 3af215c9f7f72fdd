package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import com.mongodb.client.MongoCollection;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;
import tools.jackson.databind.JsonNode;

/** An event that cannot be processed parks its own SKU: all others go on, its answers say so, and it can be mended. */
class PoisonEventsParkTheirKeyTest {

    private static final String UNREADABLE = "{\"sku\":";

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

    private static String receipt(String sku, long quantity) {
        return "{\"sku\":\"" + sku + "\",\"locationId\":\"main\",\"quantity\":" + quantity + "}";
    }

    /** A SKU with 5 units, an event that cannot be read, and 2 more units. */
    private static void poison(String sku) throws SQLException {
        querySide.append(registered(sku), received(sku, "main", 5));
        await().until(() -> onHand(sku) == 5);
        querySide.appendStored("stock:" + sku, StockReceived.class, "2", UNREADABLE);
        querySide.append(received(sku, "main", 2), received(sku + "-other", "main", 1), registered(sku + "-other"));
        await().until(() -> page(sku).has("degraded") && onHand(sku + "-other") == 1);
    }

    private static JsonNode page(String sku) {
        return querySide.get("/v1/products/" + sku).body();
    }

    private static long onHand(String sku) {
        return page(sku).at("/availability/onHand").asLong(-1);
    }

    private static Answer parked(String key) {
        return querySide.get("/v1/admin/parked/sku/" + key);
    }

    @Test
    void theSkuSaysThatItIsDegradedAndAllOthersGoOn() throws SQLException {
        poison("p1");
        assertThat(onHand("p1")).as("as before the event").isEqualTo(5);
        assertThat(querySide.get("/v1/products/p1").header("ETag")).isEqualTo("\"p0.s0.d1\"");
        assertThat(querySide
                        .get("/v1/inventory/p1")
                        .body()
                        .at("/degraded/since")
                        .asString(""))
                .isEqualTo(page("p1").at("/degraded/since").asString("none"));
        JsonNode availability =
                querySide.get("/v1/availability?sku=p1&sku=p1-other").body().path("items");
        assertThat(availability.get(0).path("degraded").asBoolean(false)).isTrue();
        assertThat(availability.get(1).has("degraded")).isFalse();
        await().until(() -> querySide.get("/v1/products?q=p1&limit=200").text().contains("\"degraded\":true"));

        long started = System.nanoTime();
        Answer waiting = querySide.get(
                "/v1/products/p1",
                "Consistency-Token",
                ConsistencyToken.of("stock:p1", 2).encoded());
        assertThat(waiting.status()).isEqualTo(503);
        assertThat(waiting.code()).isEqualTo("degraded");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        assertThat(querySide
                        .get(
                                "/v1/products/p1-other",
                                "Consistency-Token",
                                ConsistencyToken.of("stock:p1-other", 0).encoded())
                        .status())
                .isEqualTo(200);

        assertThat(querySide
                        .bean(MeterRegistry.class)
                        .get("stockledger.projection.parked")
                        .tag("projection", "sku")
                        .gauge()
                        .value())
                .isPositive();
        assertThat(querySide
                        .bean(MeterRegistry.class)
                        .get("stockledger.projection.stuck")
                        .tag("projection", "sku")
                        .gauge()
                        .value())
                .isZero();
        assertThat(querySide.get("/actuator/health/readiness").body().toString())
                .contains("\"parked\":{\"sku\":")
                .doesNotContain("p1");
        for (JsonNode item : querySide.get("/v1/admin/projections").body().path("items")) {
            assertThat(item.path("parked").asLong(-1) > 0)
                    .as(item.toString())
                    .isEqualTo(item.path("name").asString("").equals("sku"));
        }
    }

    @Test
    void aRetryDrainsTheSkuOnceTheEventCanBeRead() throws SQLException {
        poison("p2");
        JsonNode found = parked("p2").body();
        assertThat(found.at("/entries/0/stream").asString()).isEqualTo("stock:p2");
        assertThat(found.at("/entries/0/sequence").asLong()).isEqualTo(1);
        assertThat(found.at("/entries/0/type").asString()).isEqualTo("stock.StockReceived");
        assertThat(found.at("/waiting/0/type").asString()).isEqualTo("stock.StockReceived");
        String event = found.at("/entries/0/eventId").asString("none");
        await().until(() -> querySide.get("/v1/admin/events/" + event).status() == 200);
        assertThat(found.at("/entries/0/position").asLong()).isPositive();
        assertThat(found.at("/event/stored").asString()).isEqualTo(UNREADABLE);
        assertThat(found.at("/event").has("current")).isFalse();
        assertThat(found.at("/waiting/0/sequence").asLong()).isEqualTo(2);
        JsonNode listed =
                querySide.get("/v1/admin/parked?projection=sku&key=p2").body();
        assertThat(listed.path("items").size()).isEqualTo(1);
        assertThat(listed.at("/groups/0/keys").asLong()).isEqualTo(1);

        JsonNode inVain = retry("{\"keys\":[\"p2\"],\"reason\":\"see\"}");
        assertThat(inVain.at("/items/0/drained").asBoolean()).isFalse();
        assertThat(inVain.at("/items/0/stoppedAt/sequence").asLong()).isEqualTo(1);
        assertThat(inVain.path("actionId").asString("")).isNotEmpty();

        querySide.mend("stock:p2", 1, receipt("p2", 30));
        JsonNode rehearsed = retry("{\"keys\":[\"p2\"],\"dryRun\":true,\"reason\":\"see\"}");
        assertThat(rehearsed.at("/items/0/drained").asBoolean()).isTrue();
        assertThat(rehearsed.at("/items/0/events").asLong()).isEqualTo(2);
        assertThat(rehearsed.has("actionId")).isFalse();
        assertThat(retry("{\"key\":\"p2-other\",\"dryRun\":true,\"reason\":\"see\"}")
                        .path("items"))
                .as("no key begins so")
                .isEmpty();
        assertThat(onHand("p2")).as("nothing is written").isEqualTo(5);

        assertThat(retry("{\"keys\":[\"p2\"],\"reason\":\"mended\"}")
                        .at("/items/0/drained")
                        .asBoolean())
                .isTrue();
        await().until(() -> onHand("p2") == 37 && !page("p2").has("degraded"));
        assertThat(parked("p2").code()).isEqualTo("parked-key-not-found");
        querySide.append(received("p2", "main", 1));
        await().until(() -> onHand("p2") == 38);
    }

    private static JsonNode retry(String body) {
        Answer answer = querySide.post("/v1/admin/parked/retry", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void anAnswerAboutThePastSaysItOfThisSkuOnly() throws SQLException {
        poison("p13");
        JsonNode past = querySide
                .get("/v1/availability?sku=p13&sku=p13-other&asOf=" + Instant.now())
                .body()
                .path("items");
        assertThat(past.get(0).path("degraded").asBoolean(false)).isTrue();
        assertThat(past.get(0).path("status").asString()).isEqualTo("unknown");
        assertThat(past.get(1).path("available").asLong()).isEqualTo(1);
    }

    @Test
    void detailsOfTheEventAndOfLaterOnesSayWhatCannotBeFolded() throws SQLException {
        poison("p8");
        await().untilAsserted(() -> assertThat(eventIds("stock:p8")).hasSize(3));
        for (String id : eventIds("stock:p8")) {
            Answer details = querySide.get("/v1/admin/events/" + id);
            assertThat(details.status()).as(details.text()).isEqualTo(200);
            long sequence = details.body().at("/event/sequence").asLong();
            if (sequence == 0) {
                continue;
            }
            assertThat(details.body().at("/documents/0/key").asString()).isEqualTo("p8");
            assertThat(details.body().at("/documents/0/includesEvent").asBoolean(true))
                    .isFalse();
            JsonNode state = details.body().path("state");
            assertThat(state.path("problem").asString("")).startsWith("event 1 of stock:p8");
            assertThat(state.has("after")).isFalse();
            assertThat(state.has("before"))
                    .as("the state before the event itself")
                    .isEqualTo(sequence == 1);
        }
    }

    private static List<String> eventIds(String stream) {
        List<String> ids = new ArrayList<>();
        querySide
                .get("/v1/admin/events?order=asc&stream=" + stream)
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("eventId").asString()));
        return ids;
    }

    @Test
    void keysOfAnUnknownProjectionAreNotRetried() {
        Answer answer =
                querySide.post("/v1/admin/parked/retry", "{\"projection\":\"skus\",\"reason\":\"a typing error\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("projection-not-found");
    }

    @Test
    void theNextStartDrainsWhatItCanRead() throws SQLException {
        poison("p3");
        querySide.mend("stock:p3", 1, receipt("p3", 30));
        try (ConfigurableApplicationContext restarted = querySide.start()) {
            await().until(() -> {
                restarted.getBean(ParkingWatch.class).check();
                return onHand("p3") == 37;
            });
        }
        assertThat(page("p3").has("degraded")).isFalse();
        await().until(() -> parked("p3").status() == 404);
    }

    @Test
    void aDiscardedEventHasNoEffectInAnyEpoch() throws SQLException {
        poison("p4");
        assertThat(querySide
                        .post("/v1/admin/parked/sku/p4/discard", "{\"sequence\":7,\"reason\":\"typo\"}")
                        .code())
                .isEqualTo("parked-event-changed");
        assertThat(querySide
                        .post("/v1/admin/parked/sku/p4/discard", "{\"reason\":\"typo\"}")
                        .code())
                .as("whatever is parked by then")
                .isEqualTo("validation-failed");
        Answer discarded = querySide.post("/v1/admin/parked/sku/p4/discard", "{\"sequence\":1,\"reason\":\"typo\"}");
        assertThat(discarded.body().at("/items/0/drained").asBoolean())
                .as(discarded.text())
                .isTrue();
        await().until(() -> onHand("p4") == 7 && !page("p4").has("degraded"));
        assertThat(querySide.get("/v1/products/p4").header("ETag")).isEqualTo("\"p0.s2\"");

        assertThat(querySide
                        .get("/v1/inventory/p4/explanation")
                        .body()
                        .path("available")
                        .asLong())
                .as("folded from the events")
                .isEqualTo(7);

        querySide.mend("stock:p4", 1, receipt("p4", 30));
        Epoch rebuilt = new Epoch("sku", 90);
        folder(rebuilt).fold(0, false, List.of(event("p4", 2, 2)));
        assertThat(document(rebuilt, "p4").view().sellable())
                .as("of a release that could fold it")
                .isEqualTo(7);
        assertThat(querySide
                        .bean(DiscardedEvents.class)
                        .contains(querySide.bean(SkuProjection.class), event("p4", 1, 9)))
                .as("another event at its place, in an event store that was restored")
                .isFalse();
    }

    @Test
    void aRebuiltEpochParksOnItsOwnAndWritesTheOthers() throws SQLException {
        querySide.append(received("p5", "main", 5));
        querySide.appendStored("stock:p5", StockReceived.class, "2", UNREADABLE);
        Epoch rebuilt = new Epoch("sku", 91);
        BatchFolder<SkuState> folder = folder(rebuilt);
        List<ProjectedEvent> batch = List.of(
                event("p5", 0, 5),
                new ProjectedEvent(
                        new UnreadablePayload(StockReceived.class, new IllegalStateException()),
                        "stock:p5",
                        1,
                        Instant.EPOCH,
                        "kim"),
                event("p5", 2, 2),
                event("p6", 0, 1));
        folder.fold(0, true, batch);
        folder.fold(0, true, batch);
        assertThat(folder.complete(0)).isTrue();
        assertThat(document(rebuilt, "p5").view().sellable()).isEqualTo(5);
        assertThat(document(rebuilt, "p5").degradedSince()).isNotNull();
        assertThat(document(rebuilt, "p6").view().sellable()).isEqualTo(1);
        ParkedKey entry = querySide.bean(ParkedKeys.class).find(rebuilt, "p5");
        assertThat(entry).isNotNull();
        assertThat(entry.attempts()).as("parked once").isEqualTo(1);
        querySide.bean(ParkingWatch.class).check();
    }

    @Test
    void withTooManyParkedKeysTheProjectionStops() throws SQLException {
        Epoch broken = new Epoch("sku", 92);
        MongoCollection<Document> entries =
                querySide.bean(MongoDatabaseFactory.class).getMongoDatabase().getCollection(ParkedKeys.NAME);
        entries.insertMany(IntStream.range(0, Parking.MAX_KEYS)
                .mapToObj(i -> new Document("_id", "sku@92/k" + i)
                        .append("projection", "sku")
                        .append("epoch", 92)
                        .append("key", "k" + i))
                .toList());
        querySide.appendStored("stock:p9", StockReceived.class, "2", UNREADABLE);
        try {
            assertThatThrownBy(() -> folder(broken).fold(0, false, List.of(event("p9", 1, 2), event("p10", 0, 1))))
                    .isInstanceOf(UnprocessableEventException.class);
            assertThat(documents(broken).find(List.of("p9", "p10"))).containsOnlyKeys("p10");
            assertThat(querySide.bean(ParkedKeys.class).find(broken, "p9")).isNull();
        } finally {
            entries.deleteMany(new Document("epoch", 92));
        }
    }

    @Test
    void aDocumentThatMongoRefusesParksItsKey() {
        Large large = new Large();
        Epoch epoch = new Epoch(large.name(), 1);
        folder(large, epoch)
                .fold(
                        0,
                        false,
                        List.of(event("p11", 0, 5), event("p11", 1, 13), event("p11", 2, 2), event("p12", 0, 1)));
        Map<String, VersionedDocument<Integer>> found = documents(large, epoch).find(List.of("p11", "p12"));
        assertThat(found.get("p11").view()).isEqualTo(1);
        assertThat(found.get("p11").degradedSince()).isNotNull();
        assertThat(found.get("p12").degradedSince()).isNull();
        ParkedKey entry = querySide.bean(ParkedKeys.class).find(epoch, "p11");
        assertThat(entry.sequence()).isEqualTo(1);
        assertThat(entry.cause()).contains("Size");
        querySide.bean(ParkedKeys.class).remove(entry);
    }

    /** Counts receipts, in a document that is too large after one of 13 units. */
    private static final class Large extends CountingProjection {

        private static final int TOO_LARGE = 17 << 20;

        Large() {
            super("large", Set.of(StockEvent.class));
        }

        @Override
        public String keyOf(Object payload) {
            return ((StockEvent) payload).sku().value();
        }

        @Override
        public List<String> streamsOf(String key) {
            return List.of("stock:" + key);
        }

        @Override
        public Map<String, Object> members(Integer view) {
            return view >= 0 ? Map.of() : Map.of("text", "x".repeat(TOO_LARGE));
        }

        @Override
        public Integer on(Integer view, ProjectedEvent event) {
            boolean large = view < 0 || ((StockReceived) event.payload()).quantity() == 13;
            return large ? -1 : super.on(view, event);
        }
    }

    @Test
    void anOutageParksNothing() {
        querySide.append(registered("p7"), received("p7", "main", 5));
        await().until(() -> onHand("p7") == 5);
        querySide.mongoProxy().interrupt();
        try {
            querySide.append(received("p7", "main", 1));
            await().until(() -> querySide.get("/v1/locations").status() == 503);
        } finally {
            querySide.mongoProxy().restore();
        }
        await().until(() -> onHand("p7") == 6);
        assertThat(page("p7").has("degraded")).isFalse();
        assertThat(parked("p7").status()).isEqualTo(404);
    }

    private static ProjectedEvent event(String sku, long sequence, long units) {
        return new ProjectedEvent(received(sku, "main", units), "stock:" + sku, sequence, Instant.EPOCH, "kim");
    }

    private static VersionedDocument<SkuState> document(Epoch epoch, String sku) {
        return documents(epoch).find(List.of(sku)).get(sku);
    }

    private static Documents<SkuState> documents(Epoch epoch) {
        return documents(querySide.bean(SkuProjection.class), epoch);
    }

    private static <V> Documents<V> documents(Projection<V> projection, Epoch epoch) {
        return new Documents<>(
                projection, querySide.bean(MongoDatabaseFactory.class).getMongoDatabase(), epoch);
    }

    private static BatchFolder<SkuState> folder(Epoch epoch) {
        return folder(querySide.bean(SkuProjection.class), epoch);
    }

    private static <V> BatchFolder<V> folder(Projection<V> projection, Epoch epoch) {
        Documents<V> documents = documents(projection, epoch);
        documents.prepare();
        return new BatchFolder<>(
                projection,
                epoch,
                documents,
                querySide.bean(EventStore.class),
                querySide.bean(DocumentListener.class),
                new FoldTraces(OpenTelemetry.noop(), Clock.systemUTC()),
                querySide.bean(StuckProjections.class));
    }
}
