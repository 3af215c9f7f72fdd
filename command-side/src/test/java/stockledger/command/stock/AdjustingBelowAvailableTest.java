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

import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.events.LocationId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.TakenFrom;

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

    @Test
    void unavailableUnitsAreWrittenOff() {
        stock().given(received(MAIN, 3), setAside(3), ranOut(0))
                .when(writeOff(-3))
                .expectEvents(writtenOff(-3))
                .expectResultMessagePayload(outcome(answer(0, 0, -3), 3));
    }

    @Test
    void unavailableUnitsAreNotTakenFromAvailableOnes() {
        stock().given(received(MAIN, 10), setAside(3))
                .when(writeOff(-4))
                .expectException(RefusedWith.conflict(
                        "insufficient-unavailable",
                        Map.of("sku", MUG, "locationId", MAIN, "requested", 4L, "unavailable", 3L)))
                .expectNoEvents();
    }

    @Test
    void moreThanOnHandIsNotWrittenOff() {
        stock().given(received(MAIN, 3), setAside(3), new StockCounted(MUG, MAIN, 1, 3, StockExamples.EXPIRES))
                .when(writeOff(-2))
                .expectException(RefusedWith.conflict(
                        "insufficient-unavailable",
                        Map.of("sku", MUG, "locationId", MAIN, "requested", 2L, "unavailable", 1L)))
                .expectNoEvents();
    }

    @Test
    void writingOffLeavesAvailableAsItWas() {
        stock().given(received(MAIN, 10), setAside(3), writtenOff(-3))
                .when(adjust(MAIN, -8))
                .expectException(shortage(8, 7));
    }

    private static UnitsSetAside setAside(long units) {
        return new UnitsSetAside(MUG, MAIN, units, AdjustmentReason.DAMAGED, null);
    }

    private static AdjustStock writeOff(long delta) {
        return new AdjustStock(MUG, MAIN, delta, AdjustmentReason.DAMAGED, null, TakenFrom.UNAVAILABLE, null);
    }

    private static StockAdjusted writtenOff(long delta) {
        return new StockAdjusted(MUG, MAIN, delta, AdjustmentReason.DAMAGED, null, TakenFrom.UNAVAILABLE, null, null);
    }

    private static AdjustStock adjust(LocationId location, long delta) {
        return new AdjustStock(MUG, location, delta, AdjustmentReason.DAMAGED, "shelf 3");
    }

    private static StockAdjusted adjusted(LocationId location, long delta) {
        return new StockAdjusted(MUG, location, delta, AdjustmentReason.DAMAGED, "shelf 3");
    }
}
