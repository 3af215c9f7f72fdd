package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.dispatch.Commands;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.Back;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;

/**
 * A cart's steps stop at every place where a crash could stop them; whatever is half done is finished or taken back.
 * Each test does by hand the steps that were still done, and leaves the rest to the upkeep of two instances.
 */
class UpkeepSurvivesTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static RunningCommandSide shop;
    private static Commands commands;
    private static EventStore store;

    @BeforeAll
    static void open() {
        shop = new RunningCommandSide(
                2, "--stockledger.reservation.grace-seconds=1", "--stockledger.reservation.upkeep-interval-millis=100");
        commands = shop.instance(0).getBean(Commands.class);
        store = shop.instance(0).getBean(EventStore.class);
        shop.stocked("MAIN", 0);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aCartThatWasNeverWhollyHeldIsTakenBackAndItsIdCanBeUsedAgain() {
        stocked("A1", "A2");
        holdLine("A1", "CART-A", "first");

        awaitLast("stock:A1", "HoldReleased");
        awaitLast("reservation:CART-A", "ReservationAbandoned");

        Answer again = shop.post(1, "/v1/reservations", cart("CART-A", "A1", "A2"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(names("stock:A1")).endsWith("UnitsHeld");
    }

    @Test
    void whoWasTooSlowCannotRecordWhatWasTakenBack() {
        stocked("B1");
        ReservedLine line = holdLine("B1", "CART-B", "slow");
        awaitLast("reservation:CART-B", "ReservationAbandoned");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> commands.send(
                        new RecordHold(new ReservationId("CART-B"), 0, "slow", List.of(line), Instant.now(), null)))
                .isInstanceOf(ReservationRefusal.HoldGivenUp.class);
    }

    @Test
    void aLineHeldAfterTheCartWasGivenUpIsTakenBackToo() {
        stocked("C1");
        commands.send(new AbandonReservation(new ReservationId("CART-C")));
        holdLine("C1", "CART-C", "late");

        awaitLast("stock:C1", "HoldReleased");
    }

    @Test
    void aConfirmedCartWhoseStockDidNotFollowIsAllocated() {
        stocked("D1", "D2");
        shop.post("/v1/reservations", cart("CART-D", "D1", "D2"));
        commands.send(new ConfirmReservation(new ReservationId("CART-D"), Instant.now()));

        awaitLast("stock:D1", "UnitsAllocated");
        awaitLast("stock:D2", "UnitsAllocated");
    }

    @Test
    void aShippedCartWhoseStockDidNotFollowIsShippedOnce() {
        stocked("E1");
        shop.post("/v1/reservations", cart("CART-E", "E1"));
        shop.post("/v1/reservations/CART-E/confirm", "{}");
        commands.send(new ShipReservation(new ReservationId("CART-E")));

        awaitLast("stock:E1", "UnitsShipped");
        shop.post("/v1/reservations/CART-E/ship", "{}");
        assertThat(names("stock:E1")).containsOnlyOnce("UnitsShipped");
    }

    @Test
    void unitsHeldForAShippedCartByALateAttemptAreNotShippedAgain() {
        stocked("F1");
        shop.post("/v1/reservations", cart("CART-F", "F1"));
        shop.post("/v1/reservations/CART-F/confirm", "{}");
        shop.post("/v1/reservations/CART-F/ship", "{}");
        holdLine("F1", "CART-F", "late");

        awaitLast("stock:F1", "HoldReleased");
        assertThat(names("stock:F1")).containsOnlyOnce("UnitsShipped");
    }

    @Test
    void aHoldWhoseTimeIsOverExpiresOnceAndCannotBeConfirmed() {
        stocked("G1");
        shop.post(
                "/v1/reservations", "{\"id\":\"CART-G\",\"ttlSeconds\":1,\"lines\":[{\"sku\":\"G1\",\"quantity\":2}]}");

        awaitLast("reservation:CART-G", "ReservationExpired");
        awaitLast("stock:G1", "HoldReleased");
        assertThat(names("reservation:CART-G")).containsExactly("ReservationHeld", "ReservationExpired");
        assertThat(shop.post("/v1/reservations/CART-G/confirm", "{}").code()).isEqualTo("reservation-expired");
    }

    @Test
    void whatIsOverLeavesNoNoteBehind() {
        stocked("H1");
        shop.post("/v1/reservations", cart("CART-H", "H1"));
        shop.post("/v1/reservations/CART-H/release", "{}");

        RecoveryRecords notes = shop.instance(0).getBean(RecoveryRecords.class);
        await().atMost(PATIENCE)
                .until(() -> names("stock:H1").contains("HoldReleased") && notes.find("CART-H") == null);
    }

    @Test
    void aPartThatDidNotLeaveTheStockLeavesOnce() {
        stocked("J1");
        shop.post("/v1/reservations", cart("CART-J", "J1"));
        shop.post("/v1/reservations/CART-J/confirm", "{}");
        commands.send(new ShipReservation(new ReservationId("CART-J"), List.of(new LineUnits(new Sku("J1"), 1))));

        awaitLast("stock:J1", "UnitsShipped");
        assertThat(shop.post("/v1/reservations/CART-J/cancel", "{}").status()).isEqualTo(200);
        assertThat(names("stock:J1")).containsOnlyOnce("UnitsShipped").endsWith("AllocationReleased");
    }

    @Test
    void aReturnWhoseStockDidNotFollowComesBackOnce() {
        stocked("K1");
        shop.post("/v1/reservations", cart("CART-K", "K1"));
        shop.post("/v1/reservations/CART-K/confirm", "{}");
        shop.post("/v1/reservations/CART-K/ship", "{}");
        RecoveryRecords notes = shop.instance(0).getBean(RecoveryRecords.class);
        await().atMost(PATIENCE).until(() -> notes.find("CART-K") == null);
        commands.send(new ReturnUnits(
                new ReservationId("CART-K"),
                List.of(new Back(new Sku("K1"), 2, null, ReturnCondition.UNAVAILABLE, 0)),
                null));

        awaitLast("stock:K1", "UnitsReturned");
        await().atMost(PATIENCE).until(() -> notes.find("CART-K") == null);
        assertThat(names("stock:K1")).containsOnlyOnce("UnitsReturned");
    }

    private static void stocked(String... skus) {
        for (String sku : skus) {
            shop.post(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"Thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                            .formatted(sku));
            assertThat(shop.post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":10}")
                            .status())
                    .isEqualTo(201);
        }
    }

    private static ReservedLine holdLine(String sku, String cart, String attempt) {
        List<Allocation> allocations = commands.<List<Allocation>>send(new HoldUnits(
                        new Sku(sku),
                        new ReservationId(cart),
                        attempt,
                        List.of(new UnitRequest(MAIN, 2)),
                        Instant.now().plusSeconds(600)))
                .answer();
        return new ReservedLine(new Sku(sku), 2, allocations);
    }

    private static String cart(String id, String... skus) {
        StringBuilder lines = new StringBuilder();
        for (String sku : skus) {
            lines.append(lines.isEmpty() ? "" : ",").append("{\"sku\":\"%s\",\"quantity\":2}".formatted(sku));
        }
        return "{\"id\":\"%s\",\"lines\":[%s]}".formatted(id, lines);
    }

    private static List<String> names(String stream) {
        return store.readEvents(stream)
                .asStream()
                .map(event -> event.getPayloadType().getSimpleName())
                .toList();
    }

    private static void awaitLast(String stream, String name) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names(stream)).endsWith(name));
    }
}
