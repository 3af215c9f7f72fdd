package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.query.RunningQuerySide.Answer;

/** Buffers, lines, what is aside, on its way and expected: every answer that shows stock shows them alike. */
class WhatTheShopWantsIsShownTest {

    private static final LocationId MAIN = new LocationId("main");
    private static final LocationId SHOP = new LocationId("shop");
    private static RunningQuerySide shop;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
        shop.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void theStatusFollowsThePolicyEverywhere() {
        Sku sku = new Sku("status");
        shop.happened(registered("status"), received("status", "main", 10));
        assertStatus("status", "inStock", 10);
        shop.happened(new StockPolicySet(sku, MAIN, 2, null, null), new StockPolicySet(sku, null, 1, 7L, 4L));
        assertStatus("status", "lowStock", 7);
        shop.happened(held("status", "r", at("main", 9)));
        assertStatus("status", "backorder", 0);
        shop.happened(new UnitsSetAside(sku, MAIN, 2, AdjustmentReason.DAMAGED, null));
        assertStatus("status", "outOfStock", 0);
        shop.happened(new ProductDiscontinued(sku));
        assertStatus("status", "discontinued", 0);
    }

    @Test
    void whatIsOnItsWayIsNowhereUntilItArrives() {
        Sku sku = new Sku("way");
        TransferId van = new TransferId("way.1");
        shop.happened(
                registered("way"), received("way", "main", 10), new TransferSent(sku, van, MAIN, SHOP, 4, "van 3"));
        Answer sent = get("/v1/inventory/way", "stock:way");
        assertThat(sent.body().path("onHand").asLong()).isEqualTo(6);
        assertThat(sent.body().path("inTransit").asLong()).isEqualTo(4);
        assertThat(sent.body().at("/levels/1/inTransit").asLong()).isEqualTo(4);
        assertThat(sent.body().at("/transfers/0/id").asString()).isEqualTo("way.1");

        shop.happened(new TransferReceived(sku, van, SHOP, 4, 3));
        Answer arrived = get("/v1/inventory/way", "stock:way");
        assertThat(arrived.body().path("onHand").asLong()).isEqualTo(9);
        assertThat(arrived.body().path("inTransit").asLong()).isZero();
        assertThat(arrived.body().path("transfers")).isEmpty();
        assertThat(withoutTime(get("/v1/inventory/way/movements?limit=2", "stock:way")))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"transferIn\",\"locationId\":\"shop\",\"delta\":3,\"balance\":3,"
                        + "\"transferId\":\"way.1\",\"lost\":1,\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"transferOut\",\"locationId\":\"main\",\"delta\":-4,\"balance\":6,"
                        + "\"reference\":\"van 3\",\"transferId\":\"way.1\",\"actor\":\"kim\"}]");
    }

    @Test
    void countsAndWhatIsSetAsideAreInTheLedger() {
        Sku sku = new Sku("count");
        shop.happened(
                registered("count"),
                received("count", "main", 10),
                new StockCounted(sku, MAIN, 8, 10, SampleEvents.EXPIRY),
                new UnitsSetAside(sku, MAIN, 3, AdjustmentReason.DAMAGED, "shelf 3"));
        assertThat(withoutTime(get("/v1/inventory/count/movements?limit=2", "stock:count")))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"unavailable\",\"locationId\":\"main\",\"delta\":0,\"balance\":8,"
                        + "\"unavailable\":3,\"reason\":\"damaged\",\"reference\":\"shelf 3\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"count\",\"locationId\":\"main\",\"delta\":-2,\"balance\":8,"
                        + "\"actor\":\"kim\"}]");
        assertThat(get("/v1/inventory/count", "stock:count")
                        .body()
                        .path("unavailable")
                        .asLong())
                .isEqualTo(3);
        assertStatus("count", "inStock", 5);
    }

    @Test
    void whatIsExpectedCanBePromisedFromItsDayOn() {
        Sku sku = new Sku("promise");
        shop.happened(
                registered("promise"),
                received("promise", "main", 3),
                new StockPolicySet(sku, null, 1, null, null),
                expected(sku, "late", 30, "2026-03-20"),
                expected(sku, "early", 20, "2026-03-10"),
                received("promise", "main", 5),
                new IncomingArrived(sku, new IncomingId("early"), MAIN, 5));
        assertPromise("2026-03-09", 7, 0, 7);
        assertPromise("2026-03-10", 7, 15, 22);
        assertPromise("2026-03-20", 7, 45, 52);
        Answer inventory = get("/v1/inventory/promise", "stock:promise");
        assertThat(inventory.body().path("incoming").asLong()).isEqualTo(45);
        assertThat(inventory.body().path("onHand").asLong()).isEqualTo(8);
    }

    @Test
    void whatIsLowIsListedInPages() {
        List<String> streams = new ArrayList<>();
        for (String name : List.of("low1", "low2", "low3", "low4")) {
            shop.happened(
                    registered(name),
                    received(name, "main", 3),
                    new StockPolicySet(new Sku(name), name.equals("low4") ? MAIN : null, 0, 3L, null));
            streams.add("stock:" + name);
        }
        shop.happened(received("low2", "main", 1));
        String[] all = streams.toArray(String[]::new);
        Answer first = get("/v1/inventory?status=low&limit=1", all);
        assertThat(first.body().at("/items/0/sku").asString()).isEqualTo("low1");
        assertThat(first.body().at("/items/0/reorderPoint").asLong()).isEqualTo(3);
        String cursor = first.body().path("nextCursor").asString();
        Answer second = get("/v1/inventory?status=low&cursor=" + cursor, all);
        List<String> skus = new ArrayList<>();
        second.body().path("items").forEach(item -> skus.add(item.path("sku").asString()));
        assertThat(skus).startsWith("low3", "low4").doesNotContain("low1", "low2");
        assertThat(second.body().has("nextCursor")).isFalse();
    }

    private static IncomingAnnounced expected(Sku sku, String id, long units, String day) {
        return new IncomingAnnounced(sku, new IncomingId(id), MAIN, units, LocalDate.parse(day), null);
    }

    private static void assertPromise(String day, long available, long incoming, long promise) {
        Answer answer = get("/v1/inventory/promise/available-to-promise?on=" + day, "stock:promise");
        assertThat(answer.body().path("available").asLong()).isEqualTo(available);
        assertThat(answer.body().path("incoming").asLong()).isEqualTo(incoming);
        assertThat(answer.body().path("availableToPromise").asLong()).isEqualTo(promise);
        assertThat(answer.body().path("on").asString()).isEqualTo(day);
    }

    private static void assertStatus(String sku, String status, long available) {
        String[] both = {"stock:" + sku, "product:" + sku};
        Answer page = get("/v1/products/" + sku, both);
        assertThat(page.body().at("/availability/status").asString()).isEqualTo(status);
        assertThat(page.body().at("/availability/available").asLong()).isEqualTo(available);
        Answer asked = get("/v1/availability?sku=" + sku, both);
        assertThat(asked.body().at("/items/0/status").asString()).isEqualTo(status);
        assertThat(asked.body().at("/items/0/available").asLong()).isEqualTo(available);
        Answer inventory = get("/v1/inventory/" + sku, both);
        assertThat(inventory.body().path("status").asString()).isEqualTo(status);
        assertThat(inventory.body().path("available").asLong()).isEqualTo(available);
        Answer list = get("/v1/products?limit=200", both);
        list.body().path("items").forEach(item -> {
            if (item.path("sku").asString().equals(sku)) {
                assertThat(item.at("/availability/status").asString()).isEqualTo(status);
                assertThat(item.at("/availability/available").asLong()).isEqualTo(available);
            }
        });
    }

    private static String withoutTime(Answer answer) {
        return answer.body().path("items").toString().replaceAll("\"at\":\"[^\"]+\"", "\"at\":\"T\"");
    }

    private static Answer get(String path, String... streams) {
        Map<String, Long> versions = new HashMap<>();
        for (String stream : streams) {
            versions.put(stream, shop.version(stream));
        }
        Answer answer = shop.get(path, "Consistency-Token", new ConsistencyToken(versions).encoded());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }
}
