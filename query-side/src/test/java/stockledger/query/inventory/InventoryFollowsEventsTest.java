package stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;
import static stockledger.query.SampleEvents.shipped;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.TakenFrom;
import stockledger.query.Fold;
import stockledger.query.inventory.InventoryController.MovementAnswer;
import stockledger.query.inventory.InventoryController.PromiseAnswer;
import stockledger.query.projection.StoredJson;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.Movement;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.UnitsInTransit;

/** Inventory and ledger are pure functions of the events of a SKU. */
class InventoryFollowsEventsTest {

    private static final Sku SKU = new Sku("mug");
    private static final LocationId MAIN = new LocationId("main");
    private static final LocationId SHOP = new LocationId("shop");
    private static final ReservationId CART = new ReservationId("r1");

    private static SkuState fold(Object... events) {
        return Fold.sku(events);
    }

    private static InventoryAnswer answer(Object... events) {
        return InventoryAnswer.of(fold(events), null, InventoryPage.FIRST);
    }

    /** The newest movements, newest first, as they are sent. */
    private static String movements(int count, Object... events) {
        List<Movement> movements = new ArrayList<>(fold(events).newMovements());
        Collections.reverse(movements);
        return StoredJson.mapper()
                .writeValueAsString(movements.subList(0, count).stream()
                        .map(MovementAnswer::of)
                        .toList())
                .replaceAll("\"at\":\"[^\"]+\"", "\"at\":\"T\"");
    }

    @Test
    void theCatalogDecidesWhetherItIsRegisteredAndDiscontinued() {
        assertThat(fold(received("mug", "main", 1)).catalog()).isNull();
        assertThat(fold(registered("mug")).catalog()).isNotNull();
        assertThat(fold(registered("mug"), new ProductDiscontinued(SKU))
                        .catalog()
                        .discontinued())
                .isTrue();
        assertThat(fold(registered("mug"), new ProductDiscontinued(SKU), new ProductReactivated(SKU))
                        .catalog()
                        .discontinued())
                .isFalse();
        assertThat(answer(registered("mug"), new ProductDiscontinued(SKU)).status())
                .isEqualTo("discontinued");
    }

    @Test
    void claimsChangeHeldAndAllocated() {
        InventoryAnswer claimed = answer(
                received("mug", "main", 10), held("mug", "r1", at("main", 3)), allocated("mug", "r1", at("main", 2)));
        assertThat(claimed.held()).isEqualTo(1);
        assertThat(claimed.allocated()).isEqualTo(2);
        InventoryAnswer released = answer(
                received("mug", "main", 10),
                held("mug", "r1", at("main", 3)),
                allocated("mug", "r1", at("main", 2)),
                new HoldReleased(SKU, CART, at("main", 1), ReleaseCause.RELEASED),
                new AllocationReleased(SKU, CART, at("main", 2)));
        assertThat(released.held()).isZero();
        assertThat(released.allocated()).isZero();
        assertThat(released.available()).isEqualTo(10);
    }

    @Test
    void claimsAreNoMovements() {
        assertThat(fold(
                                received("mug", "main", 10),
                                held("mug", "r1", at("main", 3)),
                                allocated("mug", "r1", at("main", 3)))
                        .stock()
                        .movements())
                .isEqualTo(1);
    }

    @Test
    void receiptsAdjustmentsAndShipmentsAreMovements() {
        assertThat(movements(
                        3,
                        received("mug", "main", 10),
                        new StockAdjusted(SKU, MAIN, -2, AdjustmentReason.DAMAGED, "aisle 3"),
                        held("mug", "r1", at("main", 1)),
                        allocated("mug", "r1", at("main", 1)),
                        shipped("mug", "r1", at("main", 1))))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"shipment\",\"locationId\":\"main\",\"delta\":-1,\"balance\":7,"
                        + "\"reservationId\":\"r1\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"adjustment\",\"locationId\":\"main\",\"delta\":-2,\"balance\":8,"
                        + "\"reason\":\"damaged\",\"reference\":\"aisle 3\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"receipt\",\"locationId\":\"main\",\"delta\":10,\"balance\":10,"
                        + "\"reference\":\"delivery\",\"actor\":\"kim\"}]");
    }

    @Test
    void returnsAreMovementsAndMayBeUnavailable() {
        Object[] events = {
            new UnitsReturned(SKU, CART, 1, at("main", 2), ReturnCondition.SELLABLE, "slip 1"),
            new UnitsReturned(SKU, CART, 1, at("main", 4), ReturnCondition.UNAVAILABLE, null)
        };
        assertThat(movements(2, events))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"return\",\"locationId\":\"main\",\"delta\":4,\"balance\":6,"
                        + "\"reservationId\":\"r1\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"return\",\"locationId\":\"main\",\"delta\":2,\"balance\":2,"
                        + "\"reference\":\"slip 1\",\"reservationId\":\"r1\",\"actor\":\"kim\"}]");
        assertThat(answer(events).unavailable()).isEqualTo(4);
    }

    @Test
    void transfersAreInTransitUntilReceived() {
        TransferId id = new TransferId("mug.1");
        Object[] events = {
            registered("mug"),
            received("mug", "main", 10),
            new TransferSent(SKU, id, MAIN, SHOP, 4, "van 3"),
            new TransferReceived(SKU, id, SHOP, 4, 3)
        };
        InventoryAnswer sent = answer(Arrays.copyOf(events, 3));
        assertThat(sent.onHand()).isEqualTo(6);
        assertThat(sent.inTransit()).isEqualTo(4);
        assertThat(sent.levels().get(1).inTransit()).isEqualTo(4);
        assertThat(sent.transfers())
                .containsExactly(new UnitsInTransit("mug.1", "main", "shop", 4, Fold.time(2), "van 3"));

        InventoryAnswer arrived = answer(events);
        assertThat(arrived.onHand()).isEqualTo(9);
        assertThat(arrived.inTransit()).isZero();
        assertThat(arrived.transfers()).isEmpty();
        assertThat(movements(2, events))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"transferIn\",\"locationId\":\"shop\",\"delta\":3,\"balance\":3,"
                        + "\"transferId\":\"mug.1\",\"lost\":1,\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"transferOut\",\"locationId\":\"main\",\"delta\":-4,\"balance\":6,"
                        + "\"reference\":\"van 3\",\"transferId\":\"mug.1\",\"actor\":\"kim\"}]");
    }

    @Test
    void aPartOfATransferLeavesTheRestInTransit() {
        TransferId id = new TransferId("mug.1");
        Object[] events = {
            registered("mug"),
            new TransferSent(SKU, id, MAIN, SHOP, 4, null),
            new TransferReceived(SKU, id, SHOP, 4, 1, 3L),
            new TransferReceived(SKU, id, SHOP, 3, 2, null)
        };
        InventoryAnswer part = answer(Arrays.copyOf(events, 3));
        assertThat(part.inTransit()).isEqualTo(3);
        assertThat(part.transfers())
                .containsExactly(new UnitsInTransit("mug.1", "main", "shop", 3, Fold.time(1), null));
        InventoryAnswer over = answer(events);
        assertThat(over.inTransit()).isZero();
        assertThat(over.transfers()).isEmpty();
        assertThat(movements(2, events))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"transferIn\",\"locationId\":\"shop\",\"delta\":2,\"balance\":3,"
                        + "\"transferId\":\"mug.1\",\"lost\":1,\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"transferIn\",\"locationId\":\"shop\",\"delta\":1,\"balance\":1,"
                        + "\"transferId\":\"mug.1\",\"actor\":\"kim\"}]");
    }

    @Test
    void aReceiptThatACountContainedIsFollowedByItsCorrection() {
        Object[] events = {
            registered("mug"),
            new StockCounted(SKU, MAIN, 5, 0, EXPIRY),
            new StockReceived(SKU, MAIN, 5, "note 7", EXPIRY.minusSeconds(60), EXPIRY)
        };
        assertThat(answer(events).onHand()).isEqualTo(5);
        assertThat(movements(2, events)
                        .replace(EXPIRY.toString(), "COUNTED")
                        .replace(EXPIRY.minusSeconds(60) + "", "ARRIVED"))
                .isEqualTo("[{\"at\":\"T\",\"occurredAt\":\"COUNTED\",\"kind\":\"count\",\"locationId\":\"main\","
                        + "\"delta\":-5,\"balance\":5,\"reference\":\"note 7\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"occurredAt\":\"ARRIVED\",\"kind\":\"receipt\",\"locationId\":\"main\","
                        + "\"delta\":5,\"balance\":10,\"reference\":\"note 7\",\"actor\":\"kim\"}]");
    }

    @Test
    void writtenOffUnitsAreNeitherOnHandNorUnavailable() {
        Object[] events = {
            registered("mug"),
            received("mug", "main", 10),
            new UnitsSetAside(SKU, MAIN, 5, AdjustmentReason.DAMAGED, null),
            new StockAdjusted(SKU, MAIN, -3, AdjustmentReason.DAMAGED, null, TakenFrom.UNAVAILABLE, null, null),
            new StockCounted(SKU, MAIN, 1, 7, EXPIRY, 1L)
        };
        InventoryAnswer adjusted = answer(Arrays.copyOf(events, 4));
        assertThat(adjusted.onHand()).isEqualTo(7);
        assertThat(adjusted.unavailable()).isEqualTo(2);
        assertThat(adjusted.available()).isEqualTo(5);
        InventoryAnswer counted = answer(events);
        assertThat(counted.onHand()).isEqualTo(1);
        assertThat(counted.unavailable()).isEqualTo(1);
        assertThat(movements(2, events))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"count\",\"locationId\":\"main\",\"delta\":-6,\"balance\":1,"
                        + "\"unavailable\":-1,\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"adjustment\",\"locationId\":\"main\",\"delta\":-3,\"balance\":7,"
                        + "\"unavailable\":-3,\"reason\":\"damaged\",\"actor\":\"kim\"}]");
    }

    @Test
    void aTransferMayBeOverReceived() {
        TransferId id = new TransferId("mug.1");
        assertThat(movements(
                        1, new TransferSent(SKU, id, MAIN, SHOP, 2, null), new TransferReceived(SKU, id, SHOP, 2, 5)))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"transferIn\",\"locationId\":\"shop\",\"delta\":5,\"balance\":5,"
                        + "\"transferId\":\"mug.1\",\"overReceived\":3,\"actor\":\"kim\"}]");
    }

    @Test
    void countsAndUnavailableUnitsAreMovements() {
        Object[] events = {
            registered("mug"),
            received("mug", "main", 10),
            new StockCounted(SKU, MAIN, 8, 10, EXPIRY),
            new UnitsSetAside(SKU, MAIN, 3, AdjustmentReason.DAMAGED, "shelf 3"),
            new UnitsPutBack(SKU, MAIN, 1, AdjustmentReason.FOUND, null)
        };
        assertThat(movements(2, Arrays.copyOf(events, 4)))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"unavailable\",\"locationId\":\"main\",\"delta\":0,\"balance\":8,"
                        + "\"unavailable\":3,\"reason\":\"damaged\",\"reference\":\"shelf 3\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"count\",\"locationId\":\"main\",\"delta\":-2,\"balance\":8,"
                        + "\"actor\":\"kim\"}]");
        InventoryAnswer answer = answer(Arrays.copyOf(events, 4));
        assertThat(answer.unavailable()).isEqualTo(3);
        assertThat(answer.status()).isEqualTo("inStock");
        assertThat(answer.available()).isEqualTo(5);
        assertThat(movements(1, events))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"unavailable\",\"locationId\":\"main\",\"delta\":0,\"balance\":8,"
                        + "\"unavailable\":-1,\"reason\":\"found\",\"actor\":\"kim\"}]");
        assertThat(answer(events).unavailable()).isEqualTo(2);
    }

    @Test
    void deliveriesCanBePromisedFromTheirDayOn() {
        SkuState view = fold(
                registered("mug"),
                received("mug", "main", 3),
                new StockPolicySet(SKU, null, 1, null, null),
                announced("late", 30, "2026-03-20"),
                announced("early", 20, "2026-03-10"),
                received("mug", "main", 5),
                new IncomingArrived(SKU, new IncomingId("early"), MAIN, 5));
        assertPromise(view, "2026-03-09", 7, 0, 7);
        assertPromise(view, "2026-03-10", 7, 15, 22);
        assertPromise(view, "2026-03-09", 7, 0, 7);
        assertPromise(view, "2026-03-20", 7, 45, 52);
        assertThat(view.inbound().deliveries()).extracting(ExpectedDelivery::id).containsExactly("early", "late");
        InventoryAnswer answer = InventoryAnswer.of(view, null, InventoryPage.FIRST);
        assertThat(answer.incoming()).isEqualTo(45);
        assertThat(answer.onHand()).isEqualTo(8);
    }

    @Test
    void aCancelledDeliveryIsNotIncoming() {
        InventoryAnswer answer = answer(
                announced("order", 9, "2026-03-20"), new IncomingCancelled(SKU, new IncomingId("order"), MAIN, 9));
        assertThat(answer.incoming()).isZero();
        assertThat(answer.deliveries()).isEmpty();
    }

    private static IncomingAnnounced announced(String id, long units, String day) {
        return new IncomingAnnounced(SKU, new IncomingId(id), MAIN, units, LocalDate.parse(day), null);
    }

    @Test
    void aDeliveryWhoseDayIsOverIsNotPromised() {
        SkuState view = fold(
                registered("mug"),
                received("mug", "main", 8),
                announced("overdue", 15, "2026-03-09"),
                announced("today", 4, "2026-03-10"),
                announced("late", 2, "2026-03-20"));
        PromiseAnswer answer = PromiseAnswer.of(
                view,
                LocalDate.parse("2026-03-15"),
                LocalDate.parse("2026-03-10"),
                5L,
                DeliveryPage.of(SKU, 200, null));
        assertThat(answer.incoming()).isEqualTo(4);
        assertThat(answer.overdue()).isEqualTo(15);
        assertThat(answer.availableToPromise()).isEqualTo(12);
        assertThat(answer.deliveries()).extracting(ExpectedDelivery::id).containsExactly("today");
    }

    private static void assertPromise(SkuState view, String day, long available, long incoming, long promise) {
        LocalDate on = LocalDate.parse(day);
        LocalDate today = LocalDate.parse("2026-03-01");
        assertThat(PromiseAnswer.of(view, on, today, 5L, DeliveryPage.of(SKU, 200, null)))
                .isEqualTo(new PromiseAnswer(
                        "mug",
                        on,
                        available,
                        incoming,
                        0,
                        promise,
                        view.inbound().deliveries().stream()
                                .filter(delivery -> !delivery.expectedOn().isAfter(on))
                                .toList(),
                        5L,
                        view.asOf(),
                        null));
    }

    @Test
    void stockAtTheReorderPointOfTheSkuOrOfALocationIsLow() {
        assertThat(fold(registered("mug"), received("mug", "main", 4), new StockPolicySet(SKU, null, 0, 3L, null))
                        .low())
                .isFalse();
        assertThat(fold(registered("mug"), received("mug", "main", 3), new StockPolicySet(SKU, null, 0, 3L, null))
                        .low())
                .isTrue();
        assertThat(fold(
                                registered("mug"),
                                received("mug", "main", 3),
                                received("mug", "shop", 9),
                                new StockPolicySet(SKU, MAIN, 0, 3L, null))
                        .low())
                .isTrue();
        assertThat(fold(
                                registered("mug"),
                                received("mug", "main", 3),
                                new StockPolicySet(SKU, null, 0, 3L, null),
                                new ProductDiscontinued(SKU))
                        .low())
                .isFalse();
        assertThat(fold(received("mug", "main", 3), new StockPolicySet(SKU, null, 0, 3L, null))
                        .low())
                .as("not in the catalog")
                .isFalse();
    }

    @Test
    void thePolicyIsShownBySkuAndLocation() {
        InventoryAnswer answer = answer(
                received("mug", "main", 10),
                new StockPolicySet(SKU, null, 2, 10L, 5L),
                new StockPolicySet(SKU, MAIN, 1, 4L, null));
        assertThat(answer.safetyStock()).isEqualTo(3);
        assertThat(answer.reorderPoint()).isEqualTo(10);
        assertThat(answer.backorderLimit()).isEqualTo(5);
        assertThat(answer.levels().get(0).safetyStock()).isEqualTo(1);
        assertThat(answer.levels().get(0).reorderPoint()).isEqualTo(4);
        assertThat(answer.available()).isEqualTo(7);
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(reservationHeld("r1", "mug", at("main", 1))));
    }
}
