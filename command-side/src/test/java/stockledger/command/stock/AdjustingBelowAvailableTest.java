package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.answer;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.events.LocationId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.StockAdjusted;

/** An adjustment removes available units only. */
class AdjustingBelowAvailableTest {

    @Test
    void allAvailableUnitsCanBeRemoved() {
        stock().given(received(MAIN, 7))
                .when(adjust(MAIN, -7))
                .expectEvents(adjusted(MAIN, -7), ranOut(0))
                .expectResultMessagePayload(outcome(answer(0, 0, -7), 2));
    }

    @Test
    void oneMoreThanAvailableIsRefused() {
        stock().given(received(MAIN, 7))
                .when(adjust(MAIN, -8))
                .expectException(shortage(8, 7))
                .expectNoEvents();
    }

    @Test
    void heldUnitsCannotBeRemoved() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(adjust(MAIN, -5))
                .expectException(shortage(5, 4))
                .expectNoEvents();
    }

    @Test
    void allocatedUnitsCannotBeRemoved() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), allocated(at(MAIN, 3)))
                .when(adjust(MAIN, -5))
                .expectException(shortage(5, 4))
                .expectNoEvents();
    }

    @Test
    void unitsOfOtherLocationsDoNotCount() {
        stock().given(received(MAIN, 7), received(SHOP, 100))
                .when(adjust(MAIN, -8))
                .expectException(shortage(8, 7))
                .expectNoEvents();
    }

    @Test
    void aSkuWithoutStockHasNothingToRemove() {
        stock().givenNoPriorActivity()
                .when(adjust(MAIN, -1))
                .expectException(shortage(1, 0))
                .expectNoEvents();
    }

    @Test
    void foundUnitsAreAdded() {
        stock().givenNoPriorActivity()
                .when(adjust(MAIN, 4))
                .expectEvents(adjusted(MAIN, 4))
                .expectResultMessagePayload(outcome(answer(4, 0, 4), 0));
    }

    private static AdjustStock adjust(LocationId location, long delta) {
        return new AdjustStock(MUG, location, delta, AdjustmentReason.DAMAGED, "shelf 3");
    }

    private static StockAdjusted adjusted(LocationId location, long delta) {
        return new StockAdjusted(MUG, location, delta, AdjustmentReason.DAMAGED, "shelf 3");
    }
}
