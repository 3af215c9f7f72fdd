package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.policy;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockRanLow;

/** The decision that crosses a threshold raises its alert; others raise none. */
class StockAlertsAreRaisedOnceTest {

    @Test
    void atTheReorderPointStockIsLow() {
        stock().given(received(MAIN, 9), policy(0, 5L, null))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 4)), new StockRanLow(MUG, 5, 5))
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 4)), 3));
    }

    @Test
    void aboveTheReorderPointThereIsNoAlert() {
        stock().given(received(MAIN, 9), policy(0, 5L, null)).when(hold(3)).expectEvents(held(at(MAIN, 3)));
    }

    @Test
    void theReorderPointAppliesToAllLocationsTogether() {
        stock().given(received(MAIN, 5), received(SHOP, 5), policy(0, 5L, null))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 4)));
    }

    @Test
    void stockThatStaysLowRaisesNoFurtherAlert() {
        stock().given(
                        received(MAIN, 9),
                        policy(0, 5L, null),
                        held(OTHER_CART, ATTEMPT, at(MAIN, 4)),
                        new StockRanLow(MUG, 5, 5))
                .when(hold(1))
                .expectEvents(held(at(MAIN, 1)));
    }

    @Test
    void stockThatRecoveredRaisesTheAlertAgain() {
        stock().given(
                        received(MAIN, 9),
                        policy(0, 5L, null),
                        held(OTHER_CART, ATTEMPT, at(MAIN, 4)),
                        new StockRanLow(MUG, 5, 5),
                        received(MAIN, 4))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 4)), new StockRanLow(MUG, 5, 5));
    }

    @Test
    void oneDecisionCanRaiseBothAlerts() {
        stock().given(received(MAIN, 9), policy(0, 5L, null))
                .when(hold(9))
                .expectEvents(held(at(MAIN, 9)), new StockRanLow(MUG, 0, 5), ranOut(0));
    }

    @Test
    void aReorderPointSetAboveTheStockRaisesTheAlert() {
        stock().given(received(MAIN, 3))
                .when(new SetStockPolicy(MUG, null, 0, 5L, null))
                .expectEvents(policy(0, 5L, null), new StockRanLow(MUG, 3, 5))
                .expectResultMessagePayload(outcome(true, 2));
    }

    @Test
    void aSafetyStockAsLargeAsTheStockRunsItOut() {
        stock().given(received(MAIN, 3))
                .when(new SetStockPolicy(MUG, MAIN, 3, null, null))
                .expectEvents(policy(MAIN, 3, null, null), ranOut(0));
    }

    @Test
    void releasedUnitsRaiseTheInStockAlert() {
        stock().given(received(MAIN, 3), held(at(MAIN, 3)), ranOut(0))
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, ReleaseCause.EXPIRED))
                .expectEvents(
                        new HoldReleased(MUG, CART, List.of(at(MAIN, 3)), ReleaseCause.EXPIRED),
                        new StockCameBack(MUG, 3))
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void stockThatNeverRanOutRaisesNoInStockAlert() {
        stock().givenNoPriorActivity()
                .when(new ReceiveStock(MUG, MAIN, 3, null))
                .expectEvents(received(MAIN, 3));
    }

    @Test
    void unitsForBackordersRaiseNoInStockAlert() {
        stock().given(received(MAIN, 1), policy(0, null, 5L), held(at(MAIN, 4)), ranOut(-3))
                .when(new ReceiveStock(MUG, MAIN, 3, null))
                .expectEvents(received(MAIN, 3));
    }
}
