package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_ATTEMPT;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.events.stock.ReleaseCause;

/** Only the attempt that holds units allocates, releases or ships them. */
class AttemptsOwnTheirHoldsTest {

    @Test
    void anotherAttemptAllocatesNothing() {
        whenHeld(new AllocateUnits(MUG, CART, OTHER_ATTEMPT));
    }

    @Test
    void anotherAttemptReleasesNothing() {
        whenHeld(new ReleaseUnits(MUG, CART, OTHER_ATTEMPT, ReleaseCause.ABANDONED));
    }

    @Test
    void anotherAttemptShipsNothing() {
        whenHeld(new ShipUnits(MUG, CART, OTHER_ATTEMPT));
    }

    @Test
    void anotherAttemptShipsNoAllocatedUnits() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), allocated(at(MAIN, 3)))
                .when(new ShipUnits(MUG, CART, OTHER_ATTEMPT))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 2));
    }

    @Test
    void anotherReservationAllocatesNothing() {
        whenHeld(new AllocateUnits(MUG, OTHER_CART, ATTEMPT));
    }

    @Test
    void anotherReservationReleasesNothing() {
        whenHeld(new ReleaseUnits(MUG, OTHER_CART, ATTEMPT, ReleaseCause.RELEASED));
    }

    @Test
    void anotherReservationShipsNothing() {
        whenHeld(new ShipUnits(MUG, OTHER_CART, ATTEMPT));
    }

    private static void whenHeld(StockCommand command) {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(command)
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 1));
    }
}
