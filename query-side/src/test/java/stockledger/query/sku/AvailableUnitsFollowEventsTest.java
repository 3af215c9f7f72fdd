package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.shipped;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
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
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockStatus;
import stockledger.query.Fold;
import stockledger.query.SampleEvents;

/** Availability is a pure function of the events of a SKU. */
class AvailableUnitsFollowEventsTest {

    private static final Sku SKU = new Sku("mug");
    private static final LocationId MAIN = new LocationId("main");
    private static final LocationId SHOP = new LocationId("shop");
    private static final ReservationId CART = new ReservationId("r1");
    private static final TransferId TRANSFER = new TransferId("mug.1");

    private static SkuState fold(Object... events) {
        return Fold.sku(events);
    }

    private static long availableAfter(Object... events) {
        return fold(events).sellable();
    }

    @Test
    void aProductIsInTheCatalogOnceItIsRegistered() {
        assertThat(fold(received("mug", "main", 1)).catalog()).isNull();
        assertThat(fold(registered("mug")).catalog()).isNotNull();
    }

    @Test
    void onHandUnitsOfAllLocationsAreAvailable() {
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        received("mug", "shop", 5),
                        new StockAdjusted(SKU, MAIN, -4, AdjustmentReason.SHRINKAGE, null),
                        new StockCounted(SKU, SHOP, 6, 5, EXPIRY)))
                .isEqualTo(12);
    }

    @Test
    void unavailableUnitsAreNotAvailable() {
        UnitsSetAside setAside = new UnitsSetAside(SKU, MAIN, 3, AdjustmentReason.DAMAGED, null);
        assertThat(availableAfter(received("mug", "main", 10), setAside)).isEqualTo(7);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        setAside,
                        new UnitsPutBack(SKU, MAIN, 2, AdjustmentReason.FOUND, null)))
                .isEqualTo(9);
    }

    @Test
    void unitsInTransitAreAvailableOnceReceived() {
        TransferSent sent = new TransferSent(SKU, TRANSFER, MAIN, SHOP, 4, null);
        assertThat(availableAfter(received("mug", "main", 10), sent)).isEqualTo(6);
        assertThat(availableAfter(received("mug", "main", 10), sent, new TransferReceived(SKU, TRANSFER, SHOP, 4, 3)))
                .isEqualTo(9);
    }

    @Test
    void heldUnitsAreNotAvailableUntilReleased() {
        assertThat(availableAfter(received("mug", "main", 10), held("mug", "r1", at("main", 3))))
                .isEqualTo(7);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        held("mug", "r1", at("main", 3)),
                        new HoldReleased(SKU, CART, at("main", 3), ReleaseCause.RELEASED)))
                .isEqualTo(10);
    }

    @Test
    void allocatedAndShippedUnitsStayUnavailableUntilReleased() {
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        held("mug", "r1", at("main", 3)),
                        allocated("mug", "r1", at("main", 3)),
                        shipped("mug", "r1", at("main", 1))))
                .isEqualTo(7);
        assertThat(availableAfter(
                        received("mug", "main", 10),
                        held("mug", "r1", at("main", 3)),
                        allocated("mug", "r1", at("main", 3)),
                        new AllocationReleased(SKU, CART, at("main", 3))))
                .isEqualTo(10);
    }

    @Test
    void onlySellableReturnsAreAvailable() {
        assertThat(availableAfter(
                        new UnitsReturned(SKU, CART, 1, at("main", 2), ReturnCondition.SELLABLE, null),
                        new UnitsReturned(SKU, CART, 1, at("main", 4), ReturnCondition.UNAVAILABLE, null)))
                .isEqualTo(2);
    }

    @Test
    void theStatusFollowsThePolicy() {
        Object[] events = {
            registered("mug"),
            received("mug", "main", 10),
            new StockPolicySet(SKU, MAIN, 2, null, null),
            new StockPolicySet(SKU, null, 1, 7L, 4L),
            held("mug", "r1", at("main", 9)),
            new UnitsSetAside(SKU, MAIN, 2, AdjustmentReason.DAMAGED, null),
            new ProductDiscontinued(SKU),
            new ProductReactivated(SKU)
        };
        assertShown(2, events, StockStatus.IN_STOCK, 10);
        assertShown(4, events, StockStatus.LOW_STOCK, 7);
        assertShown(5, events, StockStatus.BACKORDER, 0);
        assertShown(6, events, StockStatus.OUT_OF_STOCK, 0);
        assertShown(7, events, StockStatus.DISCONTINUED, 0);
        assertShown(8, events, StockStatus.OUT_OF_STOCK, 0);
    }

    private static void assertShown(int count, Object[] events, StockStatus status, long available) {
        SkuState view = fold(Arrays.copyOf(events, count));
        assertThat(view.status()).isEqualTo(status);
        assertThat(view.sellable()).isEqualTo(available);
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold(SampleEvents.reservationHeld("r1", "mug", at("main", 1))));
    }
}
