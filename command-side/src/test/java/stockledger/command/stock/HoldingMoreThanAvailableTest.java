package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.ranOut;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.shortages;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** No hold exceeds what is available; the refusal states how much was. */
class HoldingMoreThanAvailableTest {

    @Test
    void allAvailableUnitsCanBeHeld() {
        stock().given(received(MAIN, 7))
                .when(hold(7))
                .expectEvents(held(at(MAIN, 7)), ranOut(0))
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 7)), 2));
    }

    @Test
    void oneMoreThanAvailableIsRefused() {
        stock().given(received(MAIN, 7))
                .when(hold(8))
                .expectException(shortage(8, 7))
                .expectNoEvents();
    }

    @Test
    void aSkuWithoutStockHasNone() {
        stock().givenNoPriorActivity()
                .when(hold(1))
                .expectException(shortage(1, 0))
                .expectNoEvents();
    }

    @Test
    void unitsHeldByAnotherReservationAreNotAvailable() {
        stock().given(received(MAIN, 7), held(OTHER_CART, ATTEMPT, at(MAIN, 5)))
                .when(hold(3))
                .expectException(shortage(3, 2))
                .expectNoEvents();
    }

    @Test
    void allocatedUnitsAreNotAvailable() {
        stock().given(received(MAIN, 7), held(at(MAIN, 5)), allocated(at(MAIN, 5)))
                .when(new AssessUnits(MUG, List.of(anywhere(3))))
                .expectException(shortage(3, 2))
                .expectNoEvents();
    }

    @Test
    void releasedUnitsAreAvailableAgain() {
        stock().given(received(MAIN, 7), held(OTHER_CART, ATTEMPT, at(MAIN, 7)), released(7))
                .when(hold(7))
                .expectEvents(held(at(MAIN, 7)), ranOut(0));
    }

    @Test
    void shippedUnitsAreNotAvailable() {
        stock().given(
                        received(MAIN, 7),
                        held(at(MAIN, 5)),
                        allocated(at(MAIN, 5)),
                        new UnitsShipped(MUG, StockExamples.CART, List.of(at(MAIN, 5))))
                .when(hold(3))
                .expectException(shortage(3, 2))
                .expectNoEvents();
    }

    @Test
    void atARequestedLocationOnlyItsUnitsCount() {
        stock().given(received(MAIN, 7), received(SHOP, 2))
                .when(hold(from(SHOP, 3)))
                .expectException(shortage(SHOP, 3, 2))
                .expectNoEvents();
    }

    @Test
    void severalRequestsAreRefusedWithTheirSum() {
        stock().given(received(MAIN, 7), received(SHOP, 2))
                .when(hold(from(SHOP, 2), anywhere(8)))
                .expectException(shortage(10, 9))
                .expectNoEvents();
    }

    @Test
    void unitsElsewhereDoNotCoverAShortRequestedLocation() {
        stock().given(received(MAIN, 100), received(SHOP, 2))
                .when(hold(from(SHOP, 5), anywhere(4)))
                .expectException(shortage(SHOP, 5, 2))
                .expectNoEvents();
    }

    @Test
    void severalRequestedLocationsAreShortIndependently() {
        stock().given(received(MAIN, 100), received(SHOP, 2))
                .when(hold(from(SHOP, 5), from(MAIN, 10)))
                .expectException(shortage(SHOP, 5, 2))
                .expectNoEvents();
    }

    @Test
    void eachShortLocationIsReportedWithItsUnits() {
        stock().given(received(MAIN, 100), received(SHOP, 2))
                .when(hold(from(SHOP, 5), from(MAIN, 101), from(SHOP, 1)))
                .expectException(shortages(new Shortage(MUG, MAIN, 101, 100), new Shortage(MUG, SHOP, 6, 2)))
                .expectNoEvents();
    }

    private static HoldReleased released(long units) {
        return new HoldReleased(MUG, OTHER_CART, List.of(at(MAIN, units)), ReleaseCause.RELEASED);
    }
}
