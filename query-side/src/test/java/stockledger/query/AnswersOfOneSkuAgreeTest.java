package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;

import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.StockModel;
import tools.jackson.databind.JsonNode;

/** While many SKUs change, page, list, availability and inventory of one SKU give the same numbers under one token. */
class AnswersOfOneSkuAgreeTest {

    private static final int SKUS = 4;
    private static final int CHANGES = 40;

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

    /** The numbers of one SKU, in one answer. */
    private record Shown(long available, String status) {

        static Shown of(JsonNode availability) {
            return new Shown(
                    availability.path("available").asLong(),
                    availability.path("status").asString());
        }
    }

    @Test
    void pageListAvailabilityAndInventoryShowTheSameNumbers() {
        ExecutorService threads = Executors.newFixedThreadPool(SKUS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < SKUS; i++) {
                String sku = "agree" + i;
                all.add(CompletableFuture.runAsync(() -> changeAndCompare(sku), threads));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void changeAndCompare(String sku) {
        Random random = new Random(sku.hashCode());
        querySide.append(registered(sku, "Name", "Only-" + sku, "1.00"));
        querySide.append(received(sku, "main", 5));
        boolean discontinued = false;
        for (int i = 0; i < CHANGES; i++) {
            switch (random.nextInt(5)) {
                case 0 -> querySide.append(held(sku, sku + "-" + i, at("main", 4)));
                case 1 -> querySide.append(new StockPolicySet(new Sku(sku), null, random.nextInt(9), 7L, 2L));
                case 2 -> {
                    discontinued = !discontinued;
                    Sku id = new Sku(sku);
                    querySide.append(discontinued ? new ProductDiscontinued(id) : new ProductReactivated(id));
                }
                default -> querySide.append(received(sku, "main", 3));
            }
            compare(sku);
        }
    }

    private static void compare(String sku) {
        String product = "product:" + sku;
        String stock = "stock:" + sku;
        String token = new ConsistencyToken(
                        Map.of(product, querySide.version(product), stock, querySide.version(stock)))
                .encoded();
        JsonNode page = body("/v1/products/" + sku, token);
        assertThat(page.path("version").asString())
                .isEqualTo(querySide.version(product) + "." + querySide.version(stock));
        Shown shown = Shown.of(page.path("availability"));
        JsonNode list = body("/v1/products?category=Only-" + sku, token);
        assertThat(Shown.of(list.at("/items/0/availability"))).as("list").isEqualTo(shown);
        JsonNode stocked = body("/v1/products?inStock=true&category=Only-" + sku, token);
        boolean inStock = shown.available() > 0 && !shown.status().equals("discontinued");
        assertThat(stocked.path("items")).as("in stock").hasSize(inStock ? 1 : 0);
        JsonNode availability = body("/v1/availability?sku=" + sku, token);
        assertThat(Shown.of(availability.at("/items/0"))).as("availability").isEqualTo(shown);
        JsonNode inventory = body("/v1/inventory/" + sku, token);
        assertThat(Shown.of(inventory)).as("inventory").isEqualTo(shown);
        assertThat(inventory.path("onHand")).isEqualTo(page.at("/availability/onHand"));
        assertThat(inventory.path("asOf")).isEqualTo(page.path("asOf"));
    }

    /** More events than a checkpoint has, some of them earlier than the one before. */
    @Test
    void answersAboutThePastAgreeWithTheEvents() {
        Random random = new Random(20_261_201);
        StockModel model = new StockModel(random);
        List<Object> history = new ArrayList<>(List.of(registered("x")));
        for (int i = 0; i < 1_150; i++) {
            history.add(model.next());
        }
        history.add(new ProductDiscontinued(new Sku("x")));
        Instant start = Instant.parse("2026-01-31T12:00:00Z");
        SkuHistoryCheck.withTickingClock(start, random, () -> querySide.append(history.toArray()));
        String stock = new Sku("x").stockStream();
        body(
                "/v1/inventory/x",
                ConsistencyToken.of(stock, querySide.version(stock)).encoded());
        assertThat(querySide
                        .bean(MongoDatabaseFactory.class)
                        .getMongoDatabase()
                        .getCollection("checkpoint_1")
                        .find(Filters.eq("_id", stock + "#1"))
                        .first())
                .isNotNull();

        SkuHistoryCheck past = new SkuHistoryCheck(querySide, new Sku("x"));
        for (int i = 0; i < 100; i++) {
            Instant asOf = past.randomInstant(random);
            past.compareExplanation(asOf);
            if (i % 10 == 0) {
                past.compareAnswers(asOf);
                Instant later = asOf.plusSeconds(random.nextInt(600));
                past.compareTimeSeries(asOf, later, "");
                past.compareTimeSeries(asOf, later, "main");
            }
        }
        SkuHistory states = querySide.bean(SkuHistory.class);
        long version = 1_100;
        assertThat(states.at("x", Map.of("product:x", 0L, stock, version))
                        .stock()
                        .movements())
                .isEqualTo(states.at("x", Map.of(stock, version)).stock().movements())
                .isPositive();
    }

    /** Each number is that of the last event of the point, whether it was folded or is that of a checkpoint. */
    @Test
    void theTimeSeriesOfManyEventsHasFewPoints() {
        Object[] history = new Object[3_201];
        Arrays.fill(history, received("many", "main", 1));
        history[0] = registered("many");
        querySide.append(history);
        String stock = new Sku("many").stockStream();
        String token = ConsistencyToken.of(stock, querySide.version(stock)).encoded();
        body("/v1/inventory/many", token);

        JsonNode series = body("/v1/inventory/many/history?maxPoints=100", token);
        assertThat(series.path("complete").asBoolean()).isFalse();
        assertThat(series.path("points").size()).isLessThanOrEqualTo(100);
        long events = 0;
        for (JsonNode point : series.path("points")) {
            events += point.path("events").asLong();
            assertThat(point.path("onHand").asLong()).isEqualTo(events);
        }
        assertThat(events).isEqualTo(3_200);
        assertThat(querySide
                        .get("/v1/inventory/many/history?from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z")
                        .code())
                .isEqualTo("validation-failed");
    }

    @Test
    void aReservationIsAnsweredAsItWas() {
        ReservationId id = new ReservationId("past-1");
        Instant start = Instant.parse("2026-01-31T12:00:00Z");
        SkuHistoryCheck.withTickingClock(
                start,
                new Random(1),
                () -> querySide.append(
                        reservationHeld("past-1", "x", at("main", 2)),
                        new ReservationConfirmed(id),
                        new ReservationShipped(id)));
        String path = "/v1/reservations/past-1?asOf=";
        assertThat(querySide.get(path + start).code()).isEqualTo("reservation-not-found");
        assertThat(querySide
                        .get(path + start.plusMillis(1_500))
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("held");
        assertThat(querySide
                        .get(path + start.plusSeconds(2))
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("confirmed");
        assertThat(querySide
                        .get(path + start.plusSeconds(9))
                        .body()
                        .path("version")
                        .asLong())
                .isEqualTo(2);
    }

    /** What is stored before the time that an answer names is in it. */
    @Test
    void listsSayUntilWhenTheyAreComplete() {
        querySide.append(registered("mark", "Name", "Marked", "1.00"));
        querySide.append(received("mark", "main", 3), new StockPolicySet(new Sku("mark"), null, 0, 7L, null));
        Instant stored = Instant.now();
        for (String path : List.of(
                "/v1/products?category=Marked",
                "/v1/products/facets?category=Marked",
                "/v1/availability?sku=mark",
                "/v1/inventory?status=low&limit=200")) {
            Answer[] complete = new Answer[1];
            await().until(() -> {
                complete[0] = querySide.get(path);
                String asOf = complete[0].body().path("asOf").asString("");
                return !asOf.isEmpty() && Instant.parse(asOf).isAfter(stored);
            });
            assertThat(complete[0].text()).containsAnyOf("\"available\":3", "\"lowStock\",\"count\":1");
        }
    }

    private static JsonNode body(String path, String token) {
        Answer answer = querySide.get(path, "Consistency-Token", token);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }
}
