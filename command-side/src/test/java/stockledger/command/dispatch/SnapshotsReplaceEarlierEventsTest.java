package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/**
 * After the snapshot interval a snapshot is stored under its own name, and reads of the stream begin with it: the events
 * before it are deleted in this test.
 */
class SnapshotsReplaceEarlierEventsTest {

    private static final String EVERY = "--stockledger.dispatch.snapshot-interval=10";
    private static RunningCommandSide commandSide;

    /** A stored snapshot. */
    private record Snapshot(String type, String revision, long version, String aggregate) {}

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, EVERY);
        commandSide.stocked("MAIN", 0);
        commandSide.stocked("SHOP", 0);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aSnapshotOfStockHasItsClaims() {
        String sku = "a.b_C-1";
        register(sku);
        receive(sku, 5);
        hold("snap-held", sku, 3);
        hold("snap-confirmed", sku, 1);
        assertThat(commandSide
                        .post("/v1/reservations/snap-confirmed/confirm", "{}")
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 8; i++) {
            receive(sku, 1);
        }
        Snapshot snapshot = snapshotOf("stock:" + sku);
        assertThat(snapshot.type()).isEqualTo("snapshot.stock");
        assertThat(snapshot.revision()).isEqualTo("3");
        assertThat(snapshot.aggregate()).isEqualTo("stock");
        forgetBefore("stock:" + sku, snapshot.version());

        int other = anotherInstance();
        Answer refused = commandSide.post(
                other, "/v1/reservations", "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1000}]}".formatted(sku));
        assertThat(refused.body().path("shortages").path(0).path("available").asLong())
                .isEqualTo(9);
        assertThat(commandSide
                        .post(other, "/v1/reservations/snap-held/confirm", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(commandSide
                        .post(other, "/v1/reservations/snap-held/ship", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(commandSide
                        .post(other, "/v1/reservations/snap-confirmed/ship", "{}")
                        .status())
                .isEqualTo(200);
        Answer counted = commandSide.post(
                other,
                "/v1/inventory/" + sku + "/adjustments",
                "{\"locationId\":\"MAIN\",\"delta\":1,\"reason\":\"found\"}");
        assertThat(counted.body().path("onHand").asLong()).isEqualTo(10);
        assertThat(commandSide.stream("stock:" + sku).stream().map(RunningCommandSide.Stored::type))
                .endsWith("stock.UnitsAllocated", "stock.UnitsShipped", "stock.UnitsShipped", "stock.StockAdjusted");
    }

    @Test
    void aSnapshotOfStockHasPolicyTransfersAndDeliveries() {
        String sku = "SNAP-BOOKS";
        String path = "/v1/inventory/" + sku;
        register(sku);
        receive(sku, 20);
        assertThat(commandSide
                        .send(0, "PUT", path + "/policy", "application/json", "{\"safetyStock\":2,\"reorderPoint\":30}")
                        .status())
                .isEqualTo(200);
        created(path + "/unavailable", "{\"locationId\":\"MAIN\",\"delta\":3,\"reason\":\"damaged\"}");
        String body = "{\"from\":\"MAIN\",\"to\":\"SHOP\",\"quantity\":4}";
        Answer sent = keyed(0, path + "/transfers", body);
        String transfer = sent.body().path("id").asString();
        String delivery =
                created(path + "/incoming", "{\"locationId\":\"MAIN\",\"quantity\":9,\"expectedOn\":\"2026-12-24\"}");
        Instant counted = Instant.now();
        for (int i = 0; i < 6; i++) {
            receive(sku, 1);
        }
        Snapshot snapshot = snapshotOf("stock:" + sku);
        forgetBefore("stock:" + sku, snapshot.version());

        int other = anotherInstance();
        assertThat(commandSide
                        .post(other, "/v1/transfers/" + transfer + "/receive", "{\"quantity\":3,\"last\":true}")
                        .body()
                        .path("lost")
                        .asLong())
                .isEqualTo(1);
        assertThat(commandSide
                        .post(other, path + "/incoming/" + delivery + "/cancel", "{}")
                        .body()
                        .path("cancelled")
                        .asLong())
                .isEqualTo(9);
        assertThat(keyed(other, path + "/transfers", body).body()).isEqualTo(sent.body());
        checkWhatIsLeft(other, sku, counted);
    }

    private static void checkWhatIsLeft(int other, String sku, Instant counted) {
        Answer count = commandSide.post(
                other,
                "/v1/inventory/" + sku + "/counts",
                "{\"locationId\":\"MAIN\",\"counted\":15,\"countedAt\":\"%s\"}".formatted(counted));
        assertThat(count.body().path("expected").asLong())
                .as("%s", count.body())
                .isEqualTo(16);
        assertThat(count.body().path("onHand").asLong()).isEqualTo(21);
        Answer refused = commandSide.post(
                other, "/v1/reservations", "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1000}]}".formatted(sku));
        assertThat(refused.body().at("/shortages/0/available").asLong()).isEqualTo(21 + 3 - 3 - 2);
        assertThat(commandSide.stream("stock:" + sku).stream().map(RunningCommandSide.Stored::type))
                .as("the low-stock alert was raised before the snapshot")
                .doesNotContain("stock.StockRanLow");
    }

    private static Answer keyed(int index, String path, String body) {
        return commandSide.send(index, "POST", path, "application/json", body, "Idempotency-Key", "snap-key");
    }

    private static String created(String path, String body) {
        Answer answer = commandSide.post(path, body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body().path("id").asString("");
    }

    @Test
    void aSnapshotOfAProductHasAllMembers() {
        assertThat(commandSide.post("/v1/products", """
                {"sku":"SNAP","name":"Mug","brand":"Potters","attributes":{"a.b":"1","$c":"2"},\
                "price":{"amount":"1","currency":"GBP"},"images":["https://img.example/1.jpg"]}""").status()).isEqualTo(201);
        for (int i = 1; i < 15; i++) {
            reprice(0, i + ".0000");
        }
        Snapshot snapshot = snapshotOf("product:SNAP");
        assertThat(snapshot.type()).isEqualTo("snapshot.product");
        forgetBefore("product:SNAP", snapshot.version());

        int other = anotherInstance();
        long version = reprice(other, "14.00");
        assertThat(version).as("the price is that already").isEqualTo(13);
        Answer patched = commandSide.send(other, "PATCH", "/v1/products/SNAP", "application/merge-patch+json", """
                {"name":"Mug","brand":"Potters","description":null,"category":null,\
                "attributes":{"a.b":"1","$c":"2"},"images":["https://img.example/1.jpg"]}""");
        assertThat(patched.body().path("version").asLong())
                .as("no attribute changes")
                .isEqualTo(13);
        assertThat(reprice(other, "14.01")).isEqualTo(14);
    }

    @Test
    void moreOpenClaimsMeanFewerSnapshots() {
        register("OPEN");
        receive("OPEN", 1_000);
        int held = 0;
        while (held < 1_000 && snapshotsOf("stock:OPEN").stream().noneMatch(snapshot -> snapshot.version() >= 80)) {
            hold("open-" + held++, "OPEN", 1);
        }
        long last = snapshotsOf("stock:OPEN").get(0).version();

        for (int i = 0; i < 60; i++) {
            hold("more-" + i, "OPEN", 1);
        }

        assertThat(snapshotsOf("stock:OPEN").get(0).version())
                .as("ten more do not make another of some hundred")
                .isEqualTo(last);
    }

    @Test
    void aLargeSnapshotIsCompressedAndReadByAnotherInstance() {
        register("LARGE");
        receive("LARGE", 1_000);
        int held = 0;
        while (held < 1_000 && !isCompressed("stock:LARGE")) {
            hold("large-" + held++, "LARGE", 1);
        }
        assertThat(isCompressed("stock:LARGE")).isTrue();
        forgetBefore("stock:LARGE", snapshotOf("stock:LARGE").version());

        Answer refused = commandSide.post(
                anotherInstance(), "/v1/reservations", "{\"lines\":[{\"sku\":\"LARGE\",\"quantity\":1000}]}");

        assertThat(refused.body().at("/shortages/0/available").asLong()).isEqualTo(1_000 - held);
    }

    private static boolean isCompressed(String stream) {
        return commandSide
                .read(
                        "SELECT payload FROM SnapshotEventEntry WHERE aggregateIdentifier = ?",
                        row -> row.getBytes(1),
                        stream)
                .stream()
                .anyMatch(payload -> payload[0] == 0x1f);
    }

    private static int anotherInstance() {
        commandSide.start(EVERY);
        return commandSide.instances() - 1;
    }

    private static Snapshot snapshotOf(String stream) {
        return await().until(() -> snapshotsOf(stream), snapshots -> !snapshots.isEmpty())
                .get(0);
    }

    private static List<Snapshot> snapshotsOf(String stream) {
        return commandSide.read(
                "SELECT payloadType, payloadRevision, sequenceNumber, type FROM SnapshotEventEntry"
                        + " WHERE aggregateIdentifier = ? ORDER BY sequenceNumber DESC",
                row -> new Snapshot(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)),
                stream);
    }

    private static void forgetBefore(String stream, long version) {
        try (Connection connection = commandSide.connect();
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM DomainEventEntry WHERE aggregateIdentifier = ? AND sequenceNumber < ?")) {
            delete.setString(1, stream);
            delete.setLong(2, version);
            assertThat(delete.executeUpdate()).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void register(String sku) {
        assertThat(commandSide
                        .post(
                                "/v1/products",
                                "{\"sku\":\"%s\",\"name\":\"Mug\",\"price\":{\"amount\":\"1\",\"currency\":\"GBP\"}}"
                                        .formatted(sku))
                        .status())
                .isEqualTo(201);
    }

    private static void receive(String sku, long units) {
        assertThat(commandSide
                        .post(
                                "/v1/inventory/" + sku + "/receipts",
                                "{\"locationId\":\"MAIN\",\"quantity\":%d}".formatted(units))
                        .status())
                .isEqualTo(201);
    }

    private static void hold(String id, String sku, long units) {
        assertThat(commandSide
                        .post(
                                "/v1/reservations",
                                "{\"id\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}"
                                        .formatted(id, sku, units))
                        .status())
                .isEqualTo(201);
    }

    private static long reprice(int index, String amount) {
        Answer answer = commandSide.send(
                index,
                "PUT",
                "/v1/products/SNAP/price",
                "application/json",
                "{\"price\":{\"amount\":\"%s\",\"currency\":\"GBP\"}}".formatted(amount));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("version").asLong();
    }
}
