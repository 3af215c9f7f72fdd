package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.events.Allocation;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Held units are allocated, shipped or released once, with the same units at the same locations. */
class ClaimsFollowTheirReservationTest {

    private static final Allocation[] CLAIMED = {at(MAIN, 3), at(SHOP, 2)};
    private static final AllocateUnits ALLOCATE = new AllocateUnits(MUG, CART, ATTEMPT);
    private static final ShipUnits SHIP = new ShipUnits(MUG, CART, ATTEMPT);
    private static final UnitsShipped SHIPPED = new UnitsShipped(MUG, CART, List.of(CLAIMED));

    @Test
    void heldUnitsAreAllocated() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(ALLOCATE)
                .expectEvents(allocated(CLAIMED))
                .expectResultMessagePayload(outcome(true, 3));
    }

    @Test
    void allocatedUnitsAreReleasedOnCancel() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED))
                .when(new CancelUnits(MUG, CART, ATTEMPT, 0))
                .expectEvents(new AllocationReleased(MUG, CART, List.of(CLAIMED)))
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void unitsStillHeldAreReleasedOnCancel() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(new CancelUnits(MUG, CART, ATTEMPT, 0))
                .expectEvents(new HoldReleased(MUG, CART, List.of(CLAIMED), ReleaseCause.RELEASED));
    }

    @Test
    void cancellingAgainChangesNothing() {
        stock().given(
                        received(MAIN, 7),
                        received(SHOP, 7),
                        held(CLAIMED),
                        allocated(CLAIMED),
                        new AllocationReleased(MUG, CART, List.of(CLAIMED)))
                .when(new CancelUnits(MUG, CART, ATTEMPT, 0))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 4));
    }

    @Test
    void allocatingAgainChangesNothing() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED))
                .when(ALLOCATE)
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @ParameterizedTest
    @EnumSource(ReleaseCause.class)
    void heldUnitsAreReleasedWithTheCause(ReleaseCause cause) {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, cause))
                .expectEvents(new HoldReleased(MUG, CART, List.of(CLAIMED), cause))
                .expectResultMessagePayload(outcome(true, 3));
    }

    @Test
    void releasingAgainChangesNothing() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), released())
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, ReleaseCause.EXPIRED))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @Test
    void allocatedUnitsAreNotReleasedAsAHold() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED))
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, ReleaseCause.EXPIRED))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @Test
    void releasedUnitsAreNotAllocated() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), released())
                .when(ALLOCATE)
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @Test
    void releasedUnitsAreNotShipped() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), released())
                .when(SHIP)
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @Test
    void allocatedUnitsAreShipped() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED))
                .when(SHIP)
                .expectEvents(SHIPPED)
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void heldUnitsAreAllocatedBeforeTheyAreShipped() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(SHIP)
                .expectEvents(allocated(CLAIMED), SHIPPED)
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void shippingAgainChangesNothing() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED), SHIPPED)
                .when(SHIP)
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 4));
    }

    private static HoldReleased released() {
        return new HoldReleased(MUG, CART, List.of(CLAIMED), ReleaseCause.RELEASED);
    }
}
