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
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.query.RunningQuerySide.Answer;

/** Every query that shows stock applies the same policy. */
class EveryQueryAppliesTheStockPolicyTest {

    private static final LocationId MAIN = new LocationId("main");
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

    @Test
    void everyQueryShowsTheSameStatus() {
        Sku sku = new Sku("status");
        querySide.append(registered("status"), received("status", "main", 10));
        assertStatus("status", "inStock", 10);
        querySide.append(new StockPolicySet(sku, MAIN, 2, null, null), new StockPolicySet(sku, null, 1, 7L, 4L));
        assertStatus("status", "lowStock", 7);
        querySide.append(held("status", "r", at("main", 9)));
        assertStatus("status", "backorder", 0);
        querySide.append(new UnitsSetAside(sku, MAIN, 2, AdjustmentReason.DAMAGED, null));
        assertStatus("status", "outOfStock", 0);
        querySide.append(new ProductDiscontinued(sku));
        assertStatus("status", "discontinued", 0);
    }

    @Test
    void deliveriesAreAvailableToPromiseOnTheirDay() {
        Sku sku = new Sku("promise");
        querySide.append(
                registered("promise"),
                received("promise", "main", 8),
                new IncomingAnnounced(sku, new IncomingId("early"), MAIN, 15, LocalDate.parse("2999-03-10"), null),
                new IncomingAnnounced(sku, new IncomingId("overdue"), MAIN, 7, LocalDate.parse("2026-03-10"), null));
        Answer promise = get("/v1/inventory/promise/available-to-promise?on=2999-03-10", "stock:promise");
        assertThat(promise.body().path("available").asLong()).isEqualTo(8);
        assertThat(promise.body().path("incoming").asLong()).isEqualTo(15);
        assertThat(promise.body().path("overdue").asLong()).isEqualTo(7);
        assertThat(promise.body().path("availableToPromise").asLong()).isEqualTo(23);
        assertThat(promise.body().path("on").asString()).isEqualTo("2999-03-10");
    }

    @Test
    void lowStockIsListedInPages() {
        List<String> streams = new ArrayList<>();
        for (String name : List.of("low1", "low2", "low3", "low4")) {
            querySide.append(
                    registered(name),
                    received(name, "main", 3),
                    new StockPolicySet(new Sku(name), name.equals("low4") ? MAIN : null, 0, 3L, null));
            streams.add("stock:" + name);
        }
        querySide.append(received("low2", "main", 1));
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

    private static void assertStatus(String sku, String status, long available) {
        String[] both = {"stock:" + sku, "product:" + sku};
        Answer page = get("/v1/products/" + sku, both);
        assertThat(page.body().at("/availability/status").asString()).isEqualTo(status);
        assertThat(page.body().at("/availability/available").asLong()).isEqualTo(available);
        Answer availability = get("/v1/availability?sku=" + sku, both);
        assertThat(availability.body().at("/items/0/status").asString()).isEqualTo(status);
        assertThat(availability.body().at("/items/0/available").asLong()).isEqualTo(available);
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

    private static Answer get(String path, String... streams) {
        Map<String, Long> versions = new HashMap<>();
        for (String stream : streams) {
            versions.put(stream, querySide.version(stream));
        }
        Answer answer = querySide.get(path, "Consistency-Token", new ConsistencyToken(versions).encoded());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }
}
