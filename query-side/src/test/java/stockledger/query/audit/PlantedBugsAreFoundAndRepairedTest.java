package stockledger.query.audit;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.events.ConsistencyToken;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.query.AllEvents;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.sku.SkuProjection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever a wrong fold or a wrong renderer stores of a SKU, the audit names it within a minute after the SKU has changed, and a
 * repair stores what the events say.
 */
class PlantedBugsAreFoundAndRepairedTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String REASON = "{\"reason\":\"planted\"}";

    /** Each bug, and where and in which field it shows. */
    private static final Map<String, Consumer<StoredSku>> BUGS = new LinkedHashMap<>();

    private static RunningQuerySide querySide;

    static {
        bug("document stock.levels[0].onHand", stored -> stored.level(level -> level.put("onHand", 99)));
        bug("document stock.levels[0].held", stored -> stored.level(level -> level.put("held", 0)));
        bug("document stock.levels[0].allocated", stored -> stored.level(level -> level.put("allocated", -3)));
        bug("document stock.levels[0].unavailable", stored -> stored.level(level -> level.put("unavailable", 0)));
        bug("document stock.levels[0].safetyStock", stored -> stored.level(level -> level.put("safetyStock", 0)));
        bug(
                "document stock.levels[1].inTransit",
                stored -> stored.text("stock", stock -> ((ObjectNode) stock.at("/levels/1")).put("inTransit", 1)));
        bug("document stock.levels[0].incoming", stored -> stored.level(level -> level.put("incoming", 0)));
        bug(
                "document stock.policy.terms[0].reorderPoint",
                stored -> stored.text(
                        "stock", stock -> ((ObjectNode) stock.at("/policy/terms/0")).put("reorderPoint", 1)));
        bug(
                "document stock.movements",
                stored -> stored.text("stock", stock -> ((ObjectNode) stock).put("movements", 17)));
        bug(
                "document inbound.transfers[0].quantity",
                stored -> stored.text(
                        "inbound", inbound -> ((ObjectNode) inbound.at("/transfers/0")).put("quantity", 9)));
        bug(
                "document inbound.deliveries[0]",
                stored -> stored.text("inbound", inbound -> ((ArrayNode) inbound.at("/deliveries")).remove(0)));
        bug("document status", stored -> stored.set("status", "OUT_OF_STOCK"));
        bug("document inStock", stored -> stored.set("inStock", false));
        bug("document low", stored -> stored.set("low", true));
        bug("document asOf", stored -> stored.set("asOf", Instant.EPOCH.toString()));
        bug("document catalog.name", stored -> stored.set("catalog.name", "Old name"));
        bug("document keys.band", stored -> stored.set("keys.band", "GBP0"));
        bug("document keys.prefixes[0]", stored -> stored.set("keys.prefixes", List.of("zzz")));
        bug(
                "document tail[0].balance",
                stored -> stored.text("tail", tail -> ((ObjectNode) tail.at("/0")).put("balance", 1)));
        bug(
                "ledger part0[3].delta",
                stored -> stored.ledger(movements -> ((ObjectNode) movements.get(3)).put("delta", 7)));
        bug(
                "redis page.availability.available",
                stored ->
                        stored.cached("pages", page -> page.replaceFirst("\"available\":\\d+", "\"available\":1000")));
        bug(
                "redis page.levels[1]",
                stored ->
                        stored.cached("pages", page -> page.replaceFirst("(\"levels\":\\[\\{[^}]*}),\\{[^}]*}", "$1")));
        bug(
                "redis availability.status",
                stored -> stored.cached("availability", item -> item.replace("\"inStock\"", "\"lowStock\"")));
        bug(
                "list placement.facets[1]",
                stored -> stored.listed("entries", entry -> entry.replace("\"pGBP1\"", "\"pGBP2\"")));
        bug("list item.price.amount", stored -> stored.listed("items", item -> item.replace("12.50", "1.25")));
        bug("list positions", stored -> stored.unlist("price"));
        bug("document ", StoredSku::delete);
        bug("events stock:%s[23]", stored -> {});
    }

    private static void bug(String shows, Consumer<StoredSku> plant) {
        BUGS.put(shows, plant);
    }

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(
                FastAudit.SETTING,
                "--stockledger.audit.processor-millis-per-second=1000",
                "--stockledger.audit.swept-per-minute=0");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static List<Object> history(String name) {
        Sku sku = new Sku(name);
        LocationId main = new LocationId("main");
        List<Object> events = new ArrayList<>(List.of(registered(name), new StockPolicySet(sku, null, 2, 3L, 4L)));
        for (int i = 0; i < 16; i++) {
            events.add(received(name, "main", 5));
        }
        events.addAll(List.of(
                held(name, name + "-r1", at("main", 4)),
                held(name, name + "-r2", at("main", 3)),
                allocated(name, name + "-r2", at("main", 3)),
                new StockPolicySet(sku, main, 6, null, null),
                new UnitsSetAside(sku, main, 2, AdjustmentReason.DAMAGED, null),
                new TransferSent(sku, new TransferId(name + "-t"), main, new LocationId("shop"), 7, null),
                new IncomingAnnounced(
                        sku, new IncomingId(name + "-i"), main, 20, LocalDate.parse("2027-01-31"), null)));
        return events;
    }

    private static void awaitFolded(String sku) {
        String token = ConsistencyToken.of("stock:" + sku, querySide.version("stock:" + sku))
                .encoded();
        assertThat(querySide
                        .get("/v1/products/" + sku, "Consistency-Token", token)
                        .status())
                .isEqualTo(200);
        assertThat(querySide.get("/v1/products", "Consistency-Token", token).status())
                .isEqualTo(200);
    }

    @Test
    void eachIsFoundWithinAMinuteAndRepaired() throws SQLException {
        List<String> skus = new ArrayList<>();
        for (int i = 0; i < BUGS.size(); i++) {
            String sku = "bug" + i;
            skus.add(sku);
            querySide.append(history(sku).toArray());
        }
        skus.forEach(PlantedBugsAreFoundAndRepairedTest::awaitFolded);
        querySide.append(history("right").toArray());
        awaitFolded("right");
        await().atMost(MINUTE)
                .until(() -> audit().path("audited").asInt() > BUGS.size()
                        && audit().path("waiting").asInt() == 0);
        assertThat(audit().path("drifted").asInt())
                .as("false alarms: %s", drifts())
                .isZero();

        List<String> shows = new ArrayList<>(BUGS.keySet());
        for (int i = 0; i < shows.size(); i++) {
            BUGS.get(shows.get(i)).accept(new StoredSku(querySide, skus.get(i)));
        }
        loseLastEvent(skus.get(shows.size() - 1));
        for (int i = 0; i < shows.size(); i++) {
            String sku = skus.get(i);
            if (shows.get(i).startsWith("ledger") || shows.get(i).startsWith("events")) {
                // What was compared and never changes again is compared by the sweep, which begins at the first event.
                querySide.bean(SkuAuditor.class).forget(sku);
                querySide.bean(AuditQueues.class).of(SkuProjection.NAME).sweep(sku);
            } else {
                // As after a batch that is delivered again.
                querySide.bean(AuditQueues.class).documentsChanged(SkuProjection.NAME, List.of(sku));
            }
        }
        await().atMost(MINUTE).untilAsserted(() -> assertThat(drifts()).containsKeys(skus.toArray(String[]::new)));
        Map<String, List<String>> found = drifts();

        assertThat(found).containsOnlyKeys(skus);
        for (int i = 0; i < shows.size(); i++) {
            assertThat(found.get(skus.get(i)))
                    .as("bug %s", shows.get(i))
                    .contains(shows.get(i).formatted(skus.get(i)));
        }
        for (int i = 0; i < shows.size(); i++) {
            repair(skus.get(i), shows.get(i));
        }
        await().atMost(MINUTE)
                .until(() -> audit().path("drifted").asInt() == 0
                        && audit().path("waiting").asInt() == 0);
        assertThat(drifts()).isEmpty();
    }

    private static void repair(String sku, String shows) {
        Answer answer = querySide.post("/v1/admin/skus/" + sku + "/repair", REASON);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        if (!shows.startsWith("list")) {
            // The first repair of a wrong entry has the lists built again.
            assertThat(answer.body().path("found")).as(answer.text()).isNotEmpty();
        }
        assertThat(answer.body().path("remaining")).as(answer.text()).isEmpty();
        Answer again = querySide.post("/v1/admin/skus/" + sku + "/repair", REASON);
        assertThat(again.body().path("changed")).as("repaired twice").isEmpty();
        assertThat(querySide
                        .get("/v1/products/" + sku)
                        .body()
                        .at("/availability/onHand")
                        .asLong())
                .isEqualTo(73);
    }

    /** As an event store that has lost the newest event of a stream. */
    private static void loseLastEvent(String sku) throws SQLException {
        try (Connection connection = querySide.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM DomainEventEntry WHERE aggregateIdentifier = 'stock:" + sku
                            + "' AND sequenceNumber = 23"))
                    .isEqualTo(1);
        }
    }

    private static JsonNode audit() {
        return querySide.get("/v1/admin/audit").body();
    }

    /** Where and in which fields each SKU differs. */
    private static Map<String, List<String>> drifts() {
        Map<String, List<String>> drifts = new LinkedHashMap<>();
        for (JsonNode item :
                querySide.get("/v1/admin/audit/differences?limit=200").body().path("items")) {
            List<String> fields = new ArrayList<>();
            item.path("differences")
                    .forEach(one -> fields.add(one.path("kind").asString() + " "
                            + one.path("field").asString()));
            drifts.put(item.path("key").asString(), fields);
        }
        return drifts;
    }

    @Test
    void aStreamThatIsFoldedInSeveralStepsIsAuditedToo() {
        List<Object> events = new ArrayList<>(List.of(registered("long")));
        for (int i = 0; i < 1_200; i++) {
            events.add(received("long", "main", 1));
        }
        querySide.append(events.toArray());
        awaitFolded("long");
        new StoredSku(querySide, "long").level(level -> level.put("onHand", 99));
        querySide.bean(AuditQueues.class).documentsChanged(SkuProjection.NAME, List.of("long"));

        await().atMost(MINUTE)
                .untilAsserted(() -> assertThat(drifts().get("long")).contains("document stock.levels[0].onHand"));
        new StoredSku(querySide, "long")
                .checkpoint(content -> ((ObjectNode) content.at("/state/stock/levels/0")).put("onHand", 5));
        assertThat(explained("long")).isEqualTo(205);
        querySide.post("/v1/admin/skus/long/repair", REASON);
        assertThat(drifts()).doesNotContainKey("long");
        assertThat(explained("long"))
                .as("from checkpoints that are folded again")
                .isEqualTo(1_200);
    }

    private static long explained(String sku) {
        return querySide
                .get("/v1/inventory/" + sku + "/explanation")
                .body()
                .path("available")
                .asLong();
    }

    @Test
    void reservationsAndLocationsAreAuditedToo() {
        querySide.append(AllEvents.of("all").toArray());
        querySide.append(reservationHeld("order", "right", at("main", 2)));
        querySide.append(new ReservationConfirmed(new ReservationId("order")));
        querySide.append(new LocationOpened(new LocationId("north"), "North"));
        await().until(() -> querySide.get("/v1/reservations/order").text().contains("confirmed")
                && querySide.get("/v1/locations/north").status() == 200);
        await().atMost(MINUTE).until(() -> audit().path("waiting").asInt() == 0);
        assertThat(drifts().keySet()).as("every event of every kind").noneMatch(key -> key.startsWith("all"));
        assertThat(drifts()).doesNotContainKeys("order", "north");

        MongoDatabase database = querySide.bean(MongoDatabaseFactory.class).getMongoDatabase();
        database.getCollection("reservation_1").updateOne(eq("_id", "order"), Updates.set("view.status", "held"));
        database.getCollection("location_1").updateOne(eq("_id", "north"), Updates.set("view.name", "South"));
        querySide.bean(AuditQueues.class).documentsChanged("reservation", List.of("order"));
        querySide.bean(AuditQueues.class).of("location").sweep("north");
        await().atMost(MINUTE).untilAsserted(() -> {
            assertThat(drifts().get("order")).containsExactly("document status");
            assertThat(drifts().get("north")).containsExactly("document name");
        });

        querySide.append(new ReservationShipped(new ReservationId("order")));
        database.getCollection("location_1").updateOne(eq("_id", "north"), Updates.set("view.name", "North"));
        querySide.bean(AuditQueues.class).documentsChanged("location", List.of("north"));
        await().atMost(MINUTE).untilAsserted(() -> assertThat(drifts()).doesNotContainKeys("order", "north"));
    }

    @Test
    void whatTheAuditCannotFoldIsADifference() throws SQLException {
        querySide.append(registered("torn"), received("torn", "main", 3), received("torn", "main", 4));
        awaitFolded("torn");
        querySide.mend("stock:torn", 1, "{");
        querySide.bean(SkuAuditor.class).forget("torn");
        querySide.bean(AuditQueues.class).of(SkuProjection.NAME).sweep("torn");
        await().atMost(MINUTE)
                .untilAsserted(() -> assertThat(drifts().get("torn")).containsExactly("audit stock:torn[1]"));
        assertThat(querySide.post("/v1/admin/skus/torn/repair", REASON).code())
                .as("the projection cannot fold it either")
                .isEqualTo("degraded");
        querySide.mend("stock:torn", 1, "{\"sku\":\"torn\",\"locationId\":\"main\",\"quantity\":4}");
        assertThat(querySide.post("/v1/admin/skus/torn/repair", REASON).status())
                .isEqualTo(200);
        assertThat(drifts()).doesNotContainKey("torn");
    }

    @Test
    void aSkuThatDoesNotExistIsNotRepaired() {
        Answer answer = querySide.post("/v1/admin/skus/nobody/repair", REASON);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("product-not-found");
    }
}
