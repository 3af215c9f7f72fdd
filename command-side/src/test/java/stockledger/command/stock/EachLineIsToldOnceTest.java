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

/** The decision that crosses a line tells of it; nothing is told while nothing is crossed. */
class EachLineIsToldOnceTest {

    @Test
    void atTheReorderPointTheSkuIsLow() {
        stock().given(received(MAIN, 9), policy(0, 5L, null))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 4)), new StockRanLow(MUG, 5, 5))
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 4)), 3));
    }

    @Test
    void aboveItNothingIsTold() {
        stock().given(received(MAIN, 9), policy(0, 5L, null)).when(hold(3)).expectEvents(held(at(MAIN, 3)));
    }

    @Test
    void theLineIsOfAllLocationsTogether() {
        stock().given(received(MAIN, 5), received(SHOP, 5), policy(0, 5L, null))
                .when(hold(4))
                .expectEvents(held(at(MAIN, 4)));
    }

    @Test
    void belowItNothingIsToldAgain() {
        stock().given(
                        received(MAIN, 9),
                        policy(0, 5L, null),
                        held(OTHER_CART, ATTEMPT, at(MAIN, 4)),
                        new StockRanLow(MUG, 5, 5))
                .when(hold(1))
                .expectEvents(held(at(MAIN, 1)));
    }

    @Test
    void afterItRoseAgainItIsToldAgain() {
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
    void bothLinesMayBeCrossedAtOnce() {
        stock().given(received(MAIN, 9), policy(0, 5L, null))
                .when(hold(9))
                .expectEvents(held(at(MAIN, 9)), new StockRanLow(MUG, 0, 5), ranOut(0));
    }

    @Test
    void aLineThatIsDrawnAboveWhatIsThereIsCrossed() {
        stock().given(received(MAIN, 3))
                .when(new SetStockPolicy(MUG, null, 0, 5L, null))
                .expectEvents(policy(0, 5L, null), new StockRanLow(MUG, 3, 5))
                .expectResultMessagePayload(outcome(true, 2));
    }

    @Test
    void aBufferAsLargeAsWhatIsThereRunsTheSkuOut() {
        stock().given(received(MAIN, 3))
                .when(new SetStockPolicy(MUG, MAIN, 3, null, null))
                .expectEvents(policy(MAIN, 3, null, null), ranOut(0));
    }

    @Test
    void whatIsReleasedComesBack() {
        stock().given(received(MAIN, 3), held(at(MAIN, 3)), ranOut(0))
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, ReleaseCause.EXPIRED))
                .expectEvents(
                        new HoldReleased(MUG, CART, List.of(at(MAIN, 3)), ReleaseCause.EXPIRED),
                        new StockCameBack(MUG, 3))
                .expectResultMessagePayload(outcome(true, 4));
    }

    @Test
    void whatNeverWasThereDoesNotComeBack() {
        stock().givenNoPriorActivity()
                .when(new ReceiveStock(MUG, MAIN, 3, null))
                .expectEvents(received(MAIN, 3));
    }

    @Test
    void unitsThatAreOwedAlreadyBringNothingBack() {
        stock().given(received(MAIN, 1), policy(0, null, 5L), held(at(MAIN, 4)), ranOut(-3))
                .when(new ReceiveStock(MUG, MAIN, 3, null))
                .expectEvents(received(MAIN, 3));
    }
}
