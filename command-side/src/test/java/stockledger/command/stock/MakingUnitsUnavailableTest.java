package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.answer;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.policy;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsSetAside;

/** Damaged or inspected units stay on hand and are not available. */
class MakingUnitsUnavailableTest {

    @Test
    void unavailableUnitsStayOnHand() {
        stock().given(received(MAIN, 7))
                .when(move(3))
                .expectEvents(aside(3))
                .expectResultMessagePayload(outcome(answer(7, 3, 0), 1));
    }

    @Test
    void unavailableUnitsAreNotClaimed() {
        stock().given(received(MAIN, 7), aside(3))
                .when(hold(5))
                .expectException(shortage(5, 4))
                .expectNoEvents();
    }

    @Test
    void claimedUnitsCannotBecomeUnavailable() {
        stock().given(received(MAIN, 7), held(at(MAIN, 5)))
                .when(move(3))
                .expectException(shortage(3, 2))
                .expectNoEvents();
    }

    @Test
    void safetyStockCannotBecomeUnavailable() {
        stock().given(received(MAIN, 7), policy(MAIN, 5, null, null))
                .when(move(3))
                .expectException(shortage(3, 2))
                .expectNoEvents();
    }

    @Test
    void unitsOfOtherLocationsDoNotCount() {
        stock().given(received(SHOP, 7)).when(move(1)).expectException(shortage(1, 0));
    }

    @Test
    void theLastSellableUnitRaisesTheAlert() {
        stock().given(received(MAIN, 3)).when(move(3)).expectEvents(aside(3), ranOut(0));
    }

    @Test
    void unitsBecomeSellableAgain() {
        stock().given(received(MAIN, 3), aside(3), ranOut(0))
                .when(move(-2))
                .expectEvents(back(2), new StockCameBack(MUG, 2))
                .expectResultMessagePayload(outcome(answer(3, 1, 0), 4));
    }

    @Test
    void moreThanUnavailableIsRefused() {
        stock().given(received(MAIN, 7), aside(3))
                .when(move(-4))
                .expectException(RefusedWith.conflict(
                        "insufficient-unavailable",
                        Map.of("sku", MUG, "locationId", MAIN, "requested", 4L, "unavailable", 3L)))
                .expectNoEvents();
    }

    private static SetAside move(long delta) {
        return new SetAside(MUG, MAIN, delta, AdjustmentReason.DAMAGED, "pallet 3");
    }

    private static UnitsSetAside aside(long units) {
        return new UnitsSetAside(MUG, MAIN, units, AdjustmentReason.DAMAGED, "pallet 3");
    }

    private static UnitsPutBack back(long units) {
        return new UnitsPutBack(MUG, MAIN, units, AdjustmentReason.DAMAGED, "pallet 3");
    }
}
