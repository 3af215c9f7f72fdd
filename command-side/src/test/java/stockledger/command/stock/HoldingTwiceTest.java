package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.EXPIRES;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_ATTEMPT;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;

/** An attempt holds once, however often it is repeated; another attempt of the same reservation has to wait. */
class HoldingTwiceTest {

    @Test
    void repeatingAnAttemptGetsTheSameAnswer() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(hold(3))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 3)), 1));
    }

    @Test
    void theAnswerStaysWhenAnotherLocationIsTheFullest() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), received(SHOP, 100))
                .when(hold(3))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 3)), 2));
    }

    @Test
    void theAnswerStaysOnceTheUnitsAreAllocated() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), allocated(at(MAIN, 3)))
                .when(hold(3))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 3)), 2));
    }

    @Test
    void anotherAttemptOfTheSameReservationHasToWait() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(holdBy(OTHER_ATTEMPT))
                .expectException(RefusedWith.busy("reservation-in-progress", Map.of("id", CART)))
                .expectNoEvents();
    }

    @Test
    void anotherAttemptHasToWaitEvenWhenNothingIsLeft() {
        stock().given(received(MAIN, 3), held(at(MAIN, 3)))
                .when(holdBy(OTHER_ATTEMPT))
                .expectException(RefusedWith.busy("reservation-in-progress", Map.of("id", CART)))
                .expectNoEvents();
    }

    @Test
    void anotherAttemptCanHoldOnceTheFirstReleased() {
        stock().given(received(MAIN, 3), held(at(MAIN, 3)), released())
                .when(holdBy(OTHER_ATTEMPT))
                .expectEvents(held(CART, OTHER_ATTEMPT, at(MAIN, 3)), ranOut(0));
    }

    @Test
    void anotherReservationHoldsIndependently() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(new HoldUnits(MUG, OTHER_CART, ATTEMPT, List.of(anywhere(3)), EXPIRES))
                .expectEvents(held(OTHER_CART, ATTEMPT, at(MAIN, 3)));
    }

    private static HoldUnits holdBy(String attempt) {
        return new HoldUnits(MUG, CART, attempt, List.of(anywhere(3)), EXPIRES);
    }

    private static HoldReleased released() {
        return new HoldReleased(MUG, CART, List.of(at(MAIN, 3)), ReleaseCause.SHORTAGE);
    }
}
