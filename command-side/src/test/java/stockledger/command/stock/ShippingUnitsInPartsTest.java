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
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.events.Allocation;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Units can ship in parts, each unit once, in the order of the claim. */
class ShippingUnitsInPartsTest {

    private static final Allocation[] CLAIMED = {at(MAIN, 3), at(SHOP, 2)};
    private static final UnitsShipped FIRST = shipped(at(MAIN, 2));
    private static final UnitsShipped SECOND = shipped(at(MAIN, 1), at(SHOP, 1));

    @Test
    void aPartIsShipped() {
        bought().when(shipUpTo(2)).expectEvents(FIRST).expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void theNextPartStartsWhereTheLastEnded() {
        bought(FIRST).when(shipUpTo(4)).expectEvents(SECOND);
    }

    @Test
    void shippedUnitsAreNotShippedAgain() {
        bought(FIRST).when(shipUpTo(2)).expectNoEvents().expectResultMessagePayload(outcome(false, 4));
        bought(FIRST, SECOND).when(shipUpTo(2)).expectNoEvents();
    }

    @Test
    void shippingTheRestEndsTheClaim() {
        bought(FIRST).when(new ShipUnits(MUG, CART, ATTEMPT)).expectEvents(shipped(at(MAIN, 1), at(SHOP, 2)));
        bought(FIRST, SECOND, shipped(at(SHOP, 1)))
                .when(new ShipUnits(MUG, CART, ATTEMPT))
                .expectNoEvents();
    }

    @Test
    void heldUnitsAreAllAllocatedBeforeAPartIsShipped() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(shipUpTo(2))
                .expectEvents(allocated(CLAIMED), FIRST);
    }

    @Test
    void theRestOfTheClaimStaysClaimed() {
        AdjustStock takeFour = new AdjustStock(MUG, MAIN, -4, AdjustmentReason.SHRINKAGE, null);
        bought(FIRST).when(takeFour).expectEvents(new StockAdjusted(MUG, MAIN, -4, AdjustmentReason.SHRINKAGE, null));
        bought(FIRST)
                .when(new AdjustStock(MUG, MAIN, -5, AdjustmentReason.SHRINKAGE, null))
                .expectNoEvents()
                .expectException(StockRefusal.InsufficientStock.class);
    }

    @Test
    void cancellingAfterAPartReleasesOnlyTheRest() {
        bought(FIRST)
                .when(new CancelUnits(MUG, CART, ATTEMPT, 2))
                .expectEvents(new AllocationReleased(MUG, CART, List.of(at(MAIN, 1), at(SHOP, 2))));
    }

    @Test
    void aPartDecidedBeforeIsShippedBeforeTheRestIsReleased() {
        bought().when(new CancelUnits(MUG, CART, ATTEMPT, 2))
                .expectEvents(FIRST, new AllocationReleased(MUG, CART, List.of(at(MAIN, 1), at(SHOP, 2))))
                .expectResultMessagePayload(outcome(true, 5));
        bought().when(new CancelUnits(MUG, CART, ATTEMPT, 5))
                .expectEvents(shipped(CLAIMED))
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void aClaimThatIsOnlyHeldIsReleasedWhole() {
        stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED))
                .when(new CancelUnits(MUG, CART, ATTEMPT, 0))
                .expectEvents(new HoldReleased(MUG, CART, List.of(CLAIMED), ReleaseCause.RELEASED));
    }

    private static TestExecutor<StockItem> bought(Object... then) {
        return stock().given(received(MAIN, 7), received(SHOP, 7), held(CLAIMED), allocated(CLAIMED))
                .andGiven(then);
    }

    private static ShipUnits shipUpTo(long units) {
        return new ShipUnits(MUG, CART, ATTEMPT, units);
    }

    private static UnitsShipped shipped(Allocation... allocations) {
        return new UnitsShipped(MUG, CART, List.of(allocations));
    }
}
