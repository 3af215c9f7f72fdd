package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.shipped;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.query.AllEvents;
import stockledger.query.Fold;
import stockledger.query.SampleEvents;
import stockledger.query.sku.CatalogEntry.Attribute;

/** The state of a SKU is a pure function of the events of its product and stock. */
class SkuStateFollowsEventsTest {

    private static final Sku SKU = new Sku("mug");
    private static final LocationId MAIN = new LocationId("main");
    private static final LocationId SHOP = new LocationId("shop");
    private static final ReservationId CART = new ReservationId("r1");

    private static SkuState fold(Object... events) {
        return Fold.sku(events);
    }

    private static StockLevel level(String location, long onHand, long held, long allocated, long unavailable) {
        return new StockLevel(location, onHand, held, allocated, unavailable, 0, 0, 0);
    }

    @Test
    void everyCatalogEventChangesItsField() {
        SkuState view = fold(
                registered("mug"),
                new ProductRenamed(SKU, "Renamed"),
                new ProductDescribed(SKU, "Described"),
                new ProductRebranded(SKU, "Other"),
                new ProductRecategorized(SKU, "Table/Cups"),
                new ProductAttributesReplaced(SKU, Map.of("colour", "blue")),
                new ProductImagesReplaced(SKU, List.of("https://img/2")),
                new ProductRepriced(SKU, Money.of("7.00", "EUR")),
                new ProductDiscontinued(SKU));
        CatalogEntry expected = new CatalogEntry(
                "Renamed",
                "Described",
                "Other",
                "Table/Cups",
                List.of(new Attribute("colour", "blue")),
                Money.of("7.00", "EUR"),
                List.of("https://img/2"),
                true,
                Fold.time(8));
        assertThat(view.catalog()).isEqualTo(expected);
        assertThat(view.asOf()).isEqualTo(Fold.time(8));
        assertThat(view.on(Fold.event(new ProductReactivated(SKU), 9)).catalog())
                .isEqualTo(new CatalogEntry(
                        "Renamed",
                        "Described",
                        "Other",
                        "Table/Cups",
                        List.of(new Attribute("colour", "blue")),
                        Money.of("7.00", "EUR"),
                        List.of("https://img/2"),
                        false,
                        Fold.time(9)));
    }

    @Test
    void aNumberThatDoesNotFitIsNotFolded() {
        assertThatThrownBy(() -> fold(received("mug", "main", 1), received("mug", "main", Long.MAX_VALUE)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void stockOfAnUnregisteredProductIsKept() {
        SkuState view = fold(received("mug", "main", 10));
        assertThat(view.catalog()).isNull();
        assertThat(view.stock().levels()).containsExactly(level("main", 10, 0, 0, 0));
    }

    @Test
    void movementsChangeOnHandAndUnavailable() {
        assertThat(fold(
                                received("mug", "main", 10),
                                new StockAdjusted(SKU, MAIN, -4, AdjustmentReason.SHRINKAGE, null),
                                new StockCounted(SKU, MAIN, 8, 6, EXPIRY),
                                new UnitsSetAside(SKU, MAIN, 3, AdjustmentReason.DAMAGED, null),
                                new UnitsPutBack(SKU, MAIN, 1, AdjustmentReason.FOUND, null))
                        .stock()
                        .levels())
                .containsExactly(level("main", 8, 0, 0, 2));
    }

    @Test
    void claimsMoveFromHeldToAllocatedToShipped() {
        Object[] events = {
            received("mug", "main", 10), held("mug", "r1", at("main", 3)), allocated("mug", "r1", at("main", 2))
        };
        assertThat(fold(events).stock().levels()).containsExactly(level("main", 10, 1, 2, 0));
        SkuState claimed = fold(events);
        assertThat(claimed.on(Fold.event(shipped("mug", "r1", at("main", 2)), 3))
                        .stock()
                        .levels())
                .containsExactly(level("main", 8, 1, 0, 0));
        assertThat(claimed.on(Fold.event(new HoldReleased(SKU, CART, at("main", 1), ReleaseCause.EXPIRED), 3))
                        .stock()
                        .levels())
                .containsExactly(level("main", 10, 0, 2, 0));
        assertThat(claimed.on(Fold.event(new AllocationReleased(SKU, CART, at("main", 2)), 3))
                        .stock()
                        .levels())
                .containsExactly(level("main", 10, 1, 0, 0));
    }

    @Test
    void returnsAreOnHandAndMayBeUnavailable() {
        assertThat(fold(
                                new UnitsReturned(SKU, CART, 1, at("main", 2), ReturnCondition.SELLABLE, null),
                                new UnitsReturned(SKU, CART, 1, at("main", 4), ReturnCondition.UNAVAILABLE, null))
                        .stock()
                        .levels())
                .containsExactly(level("main", 6, 0, 0, 4));
    }

    @Test
    void transfersAreInTransitUntilReceived() {
        TransferId id = new TransferId("mug.1");
        SkuState sent = fold(received("mug", "main", 10), new TransferSent(SKU, id, MAIN, SHOP, 4, null));
        assertThat(sent.stock().levels())
                .containsExactly(level("main", 6, 0, 0, 0), new StockLevel("shop", 0, 0, 0, 0, 0, 4, 0));
        assertThat(sent.on(Fold.event(new TransferReceived(SKU, id, SHOP, 4, 3), 2))
                        .stock()
                        .levels())
                .containsExactly(level("main", 6, 0, 0, 0), level("shop", 3, 0, 0, 0));
    }

    @Test
    void announcedUnitsAreIncomingUntilTheyArriveOrAreCancelled() {
        IncomingId id = new IncomingId("order");
        SkuState announced = fold(new IncomingAnnounced(SKU, id, MAIN, 9, LocalDate.EPOCH, null));
        assertThat(announced.stock().levels()).containsExactly(new StockLevel("main", 0, 0, 0, 0, 0, 0, 9));
        SkuState arrived = announced.on(Fold.event(new IncomingArrived(SKU, id, MAIN, 4), 1));
        assertThat(arrived.stock().levels()).containsExactly(new StockLevel("main", 0, 0, 0, 0, 0, 0, 5));
        assertThat(arrived.on(Fold.event(new IncomingCancelled(SKU, id, MAIN, 5), 2))
                        .stock()
                        .levels())
                .containsExactly(level("main", 0, 0, 0, 0));
    }

    @Test
    void aPolicyOfALocationSetsItsSafetyStock() {
        SkuState view = fold(new StockPolicySet(SKU, null, 2, 10L, 5L), new StockPolicySet(SKU, MAIN, 1, 4L, null));
        assertThat(view.stock().levels()).containsExactly(new StockLevel("main", 0, 0, 0, 0, 1, 0, 0));
        assertThat(view.stock().policy().safetyStock()).isEqualTo(3);
        assertThat(view.stock().policy().at(MAIN).reorderPoint()).isEqualTo(4);
        assertThat(view.stock().policy().at(null).backorderLimit()).isEqualTo(5);
    }

    @Test
    void thresholdEventsChangeOnlyTheTime() {
        SkuState before = fold(received("mug", "main", 10));
        SkuState after = fold(
                received("mug", "main", 10),
                new StockRanLow(SKU, 10, 10),
                new StockRanOut(SKU, 0),
                new StockCameBack(SKU, 1));
        assertThat(after).usingRecursiveComparison().ignoringFields("asOf").isEqualTo(before);
        assertThat(after.asOf()).isEqualTo(Fold.time(3));
    }

    @Test
    void foldingAtOnceAndOneByOneAreTheSame() {
        Object[] events = AllEvents.of("mug").stream()
                .filter(event -> event instanceof ProductEvent || event instanceof StockEvent)
                .toArray();
        SkuState oneByOne = Fold.of(SkuState.empty("mug"), SkuState::on, events);
        assertThat(fold(events))
                .usingRecursiveComparison()
                .ignoringFields("newMovements", "newParts")
                .isEqualTo(oneByOne);
        assertThat(oneByOne.newMovements()).as("of the last event").hasSizeLessThan(2);
        assertThat(fold(events).newMovements()).hasSize((int) oneByOne.stock().movements());
    }

    @Test
    void partsThatNoEventChangesAreTheSameObjects() {
        SkuState before = fold(registered("mug"), received("mug", "main", 10));
        SkuState stocked = before.on(Fold.event(received("mug", "main", 1), 2));
        assertThat(stocked.catalog()).isSameAs(before.catalog());
        assertThat(stocked.keys()).isSameAs(before.keys());
        assertThat(stocked.inbound()).isSameAs(before.inbound());
        SkuState renamed = before.on(Fold.event(new ProductRenamed(SKU, "Renamed"), 2));
        assertThat(renamed.stock()).isSameAs(before.stock());
        assertThat(renamed.newMovements()).isEmpty();
        assertThat(renamed.tail()).isSameAs(before.tail());
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(SampleEvents.reservationHeld("r1", "mug", at("main", 1))));
    }

    @Test
    void aChangeBeforeRegistrationIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(new ProductRenamed(SKU, "Renamed")));
    }
}
