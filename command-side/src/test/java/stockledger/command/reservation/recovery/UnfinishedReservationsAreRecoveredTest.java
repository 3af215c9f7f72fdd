package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.dispatch.Commands;
import stockledger.command.reservation.CartLine;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.GetReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.RecordLines;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal;
import stockledger.command.reservation.ReservationState;
import stockledger.command.stock.StockCommand.HoldMoreUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import tools.jackson.databind.JsonNode;

/**
 * The steps of a reservation stop wherever a crash could stop them; recovery finishes or releases the rest. Each test sends
 * the commands before the crash, and leaves the rest to the recovery of two instances.
 */
class UnfinishedReservationsAreRecoveredTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static RunningCommandSide commandSide;
    private static Commands commands;
    private static EventStore store;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2, "--stockledger.reservation.recovery-delay=1s");
        commands = commandSide.instance(0).getBean(Commands.class);
        store = commandSide.instance(0).getBean(EventStore.class);
        commandSide.stocked("MAIN", 0);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aPartlyHeldReservationIsReleasedAndItsIdCanBeUsedAgain() {
        stocked("A1", "A2");
        holdLine("A1", "CART-A", "first");

        awaitLast("stock:A1", "HoldReleased");
        awaitLast("reservation:CART-A", "ReservationAbandoned");

        Answer again = commandSide.post(1, "/v1/reservations", cart("CART-A", "A1", "A2"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(eventNames("stock:A1")).endsWith("UnitsHeld");
    }

    @Test
    void anAttemptThatWasTooSlowCannotBeRecorded() {
        stocked("B1");
        ReservedLine line = holdLine("B1", "CART-B", "slow");
        awaitLast("reservation:CART-B", "ReservationAbandoned");

        assertThatThrownBy(() -> commands.send(new RecordHold(
                        new ReservationId("CART-B"), 0, "slow", List.of(line), Instant.now(), null, null, null)))
                .isInstanceOf(ReservationRefusal.AttemptAbandoned.class);
    }

    @Test
    void aLineHeldAfterTheAbandonmentIsReleased() {
        stocked("C1");
        commands.send(new AbandonReservation(new ReservationId("CART-C")));
        holdLine("C1", "CART-C", "late");

        awaitLast("stock:C1", "HoldReleased");
    }

    @Test
    void aConfirmedReservationIsAllocated() {
        stocked("D1", "D2");
        commandSide.post("/v1/reservations", cart("CART-D", "D1", "D2"));
        commands.send(new ConfirmReservation(new ReservationId("CART-D"), Instant.now()));

        awaitLast("stock:D1", "UnitsAllocated");
        awaitLast("stock:D2", "UnitsAllocated");
    }

    @Test
    void aShippedReservationIsShippedByItsStockOnce() {
        stocked("E1");
        commandSide.post("/v1/reservations", cart("CART-E", "E1"));
        commandSide.post("/v1/reservations/CART-E/confirm", "{}");
        commands.send(new ShipReservation(new ReservationId("CART-E"), List.of()));

        awaitLast("stock:E1", "UnitsShipped");
        commandSide.post("/v1/reservations/CART-E/ship", "{}");
        assertThat(eventNames("stock:E1")).containsOnlyOnce("UnitsShipped");
    }

    @Test
    void unitsHeldByALateAttemptAreReleasedNotShipped() {
        stocked("F1");
        commandSide.post("/v1/reservations", cart("CART-F", "F1"));
        commandSide.post("/v1/reservations/CART-F/confirm", "{}");
        commandSide.post("/v1/reservations/CART-F/ship", "{}");
        holdLine("F1", "CART-F", "late");

        awaitLast("stock:F1", "HoldReleased");
        assertThat(eventNames("stock:F1")).containsOnlyOnce("UnitsShipped");
    }

    @Test
    void aHoldExpiresOnceAndCannotBeConfirmed() {
        stocked("G1");
        commandSide.post(
                "/v1/reservations", "{\"id\":\"CART-G\",\"ttlSeconds\":1,\"lines\":[{\"sku\":\"G1\",\"quantity\":2}]}");

        awaitLast("reservation:CART-G", "ReservationExpired");
        awaitLast("stock:G1", "HoldReleased");
        assertThat(eventNames("reservation:CART-G")).containsExactly("ReservationHeld", "ReservationExpired");
        assertThat(commandSide.post("/v1/reservations/CART-G/confirm", "{}").code())
                .isEqualTo("reservation-expired");
    }

    @Test
    void anEndedReservationLeavesNoRecord() {
        stocked("H1");
        commandSide.post("/v1/reservations", cart("CART-H", "H1"));
        commandSide.post("/v1/reservations/CART-H/release", "{}");

        RecoveryRecords records = commandSide.instance(0).getBean(RecoveryRecords.class);
        await().until(() -> eventNames("stock:H1").contains("HoldReleased") && records.find("CART-H") == null);
    }

    @Test
    void aPartialShipmentIsShippedByItsStockOnce() {
        stocked("J1");
        commandSide.post("/v1/reservations", cart("CART-J", "J1"));
        commandSide.post("/v1/reservations/CART-J/confirm", "{}");
        commands.send(new ShipReservation(new ReservationId("CART-J"), List.of(new LineUnits(new Sku("J1"), 1))));

        awaitLast("stock:J1", "UnitsShipped");
        assertThat(commandSide.post("/v1/reservations/CART-J/cancel", "{}").status())
                .isEqualTo(200);
        assertThat(eventNames("stock:J1")).containsOnlyOnce("UnitsShipped").endsWith("AllocationReleased");
    }

    @Test
    void aReturnIsBookedByItsStockOnce() {
        stocked("K1");
        commandSide.post("/v1/reservations", cart("CART-K", "K1"));
        commandSide.post("/v1/reservations/CART-K/confirm", "{}");
        commandSide.post("/v1/reservations/CART-K/ship", "{}");
        RecoveryRecords records = commandSide.instance(0).getBean(RecoveryRecords.class);
        await().until(() -> records.find("CART-K") == null);
        commands.send(new ReturnUnits(
                new ReservationId("CART-K"),
                List.of(new ReturnLine(new Sku("K1"), 2, null, ReturnCondition.UNAVAILABLE, 0)),
                null));

        awaitLast("stock:K1", "UnitsReturned");
        await().until(() -> records.find("CART-K") == null);
        assertThat(eventNames("stock:K1")).containsOnlyOnce("UnitsReturned");
    }

    @Test
    void aReplacementThatCrashedWhileItHeldUnitsLeavesTheOldLines() {
        stocked("L1", "L2");
        commandSide.post("/v1/reservations", cart("CART-L", "L1"));
        holdMore("CART-L", "L1", "edit", 3);
        holdLine("L2", "CART-L", "edit");

        awaitLast("stock:L1", "HoldReduced");
        awaitLast("stock:L2", "HoldReleased");
        awaitLast("reservation:CART-L", "ReservationChangeAbandoned");
        assertThatThrownBy(() -> commands.send(new RecordLines(
                        new ReservationId("CART-L"), 0, "edit", List.of(reserved("L1", 5)), Instant.now())))
                .as("an attempt that was too slow")
                .isInstanceOf(ReservationRefusal.ChangeOvertaken.class);
        assertThat(commandSide.post("/v1/reservations/CART-L/confirm", "{}").status())
                .isEqualTo(200);
        assertThat(lastUnits("stock:L1")).as("allocated").isEqualTo(2);
    }

    @Test
    void aReplacementThatCrashedAfterItWasRecordedGetsTheNewLines() {
        stocked("M1", "M2", "M3");
        commandSide.post("/v1/reservations", cart("CART-M", "M1", "M2"));
        ReservedLine added = holdLine("M3", "CART-M", "edit");
        commands.send(new RecordLines(
                new ReservationId("CART-M"), 0, "edit", List.of(reserved("M1", 1), added), Instant.now()));

        awaitLast("stock:M1", "HoldReduced");
        awaitLast("stock:M2", "HoldReleased");
        assertThat(lastUnits("stock:M1")).as("given up").isEqualTo(1);
        assertThat(eventNames("stock:M3")).endsWith("UnitsHeld");
        assertThat(eventNames("reservation:CART-M")).contains("ReservationLinesReplaced");
    }

    @Test
    void unitsThatALateConfirmationHeldBeforeItCrashedAreReleased() {
        stocked("N1");
        commandSide.post(
                "/v1/reservations", "{\"id\":\"CART-N\",\"ttlSeconds\":1,\"lines\":[{\"sku\":\"N1\",\"quantity\":2}]}");
        awaitLast("stock:N1", "HoldReleased");
        holdLine("N1", "CART-N", "late");

        awaitLast("reservation:CART-N", "ReservationChangeAbandoned");
        awaitLast("stock:N1", "HoldReleased");
        assertThat(commandSide
                        .post("/v1/reservations/CART-N/confirm", "{\"ifExpired\":\"rehold\"}")
                        .status())
                .isEqualTo(200);
        assertThat(eventNames("stock:N1")).endsWith("UnitsHeld", "UnitsAllocated");
    }

    private static ReservedLine reserved(String sku, long units) {
        return new ReservedLine(new Sku(sku), units, List.of(new Allocation(MAIN, units)));
    }

    private static void holdMore(String cart, String sku, String edit, long units) {
        ReservationId id = new ReservationId(cart);
        ReservationState before =
                commands.<ReservationState>send(new GetReservation(id)).answer();
        CartLine line = Objects.requireNonNull(before.line(new Sku(sku)));
        commands.send(new HoldMoreUnits(
                new Sku(sku),
                id,
                line.attempt(),
                edit,
                new Recorded(before.version(), line.allocations()),
                List.of(new UnitRequest(MAIN, units)),
                LocationSelection.FEWEST_LOCATIONS,
                Instant.now().plusSeconds(600)));
    }

    private static long lastUnits(String stream) {
        List<RunningCommandSide.Stored> events = commandSide.stream(stream);
        long units = 0;
        for (JsonNode one : events.get(events.size() - 1).payload().path("allocations")) {
            units += one.path("quantity").asLong();
        }
        return units;
    }

    private static void stocked(String... skus) {
        for (String sku : skus) {
            commandSide.post(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"Thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                            .formatted(sku));
            assertThat(commandSide
                            .post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"MAIN\",\"quantity\":10}")
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

    private static List<String> eventNames(String stream) {
        return store.readEvents(stream)
                .asStream()
                .map(event -> event.getPayloadType().getSimpleName())
                .toList();
    }

    private static void awaitLast(String stream, String name) {
        await().untilAsserted(() -> assertThat(eventNames(stream)).endsWith(name));
    }
}
