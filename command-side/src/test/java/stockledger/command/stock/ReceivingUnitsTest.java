package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.answer;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.stock.StockEvent.StockReceived;

/** Received units are added at their location; the answer is what is on hand there. */
class ReceivingUnitsTest {

    @Test
    void theFirstReceiptCreatesTheStock() {
        stock().givenNoPriorActivity()
                .when(new ReceiveStock(MUG, MAIN, 7, "note 12"))
                .expectEvents(new StockReceived(MUG, MAIN, 7, "note 12"))
                .expectResultMessagePayload(outcome(answer(7, 0, 7), 0));
    }

    @Test
    void furtherUnitsAreAdded() {
        stock().given(received(MAIN, 7))
                .when(new ReceiveStock(MUG, MAIN, 5, null))
                .expectEvents(received(MAIN, 5))
                .expectResultMessagePayload(outcome(answer(12, 0, 5), 1));
    }

    @Test
    void locationsAreCountedSeparately() {
        stock().given(received(MAIN, 7))
                .when(new ReceiveStock(MUG, SHOP, 5, null))
                .expectEvents(received(SHOP, 5))
                .expectResultMessagePayload(outcome(answer(5, 0, 5), 1));
    }

    @Test
    void theSameReceiptTwiceIsBookedTwice() {
        stock().given(new StockReceived(MUG, MAIN, 7, "note 12"))
                .when(new ReceiveStock(MUG, MAIN, 7, "note 12"))
                .expectEvents(new StockReceived(MUG, MAIN, 7, "note 12"))
                .expectResultMessagePayload(outcome(answer(14, 0, 7), 1));
    }

    @Test
    void theLargestReceiptsDoNotOverflow() {
        long largest = 1_000_000_000;
        stock().given(received(MAIN, largest), received(MAIN, largest), received(MAIN, largest))
                .when(new ReceiveStock(MUG, MAIN, largest, null))
                .expectResultMessagePayload(outcome(answer(4 * largest, 0, largest), 3));
    }
}
