package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.OTHER_CART;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.BookReturn;
import stockledger.command.stock.StockCommand.Returned;
import stockledger.events.Allocation;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.StockEvent.UnitsReturned;

/** Returned units are on hand again, once for each return, and available only when they are sellable. */
class ReturningUnitsTest {

    private static final Returned SOLD_AGAIN = new Returned(List.of(at(MAIN, 2)), ReturnCondition.SELLABLE);
    private static final Returned BROKEN = new Returned(List.of(at(SHOP, 1)), ReturnCondition.UNAVAILABLE);

    @Test
    void returnedUnitsAreOnHandInTheirCondition() {
        stock().given(received(MAIN, 7))
                .when(bookReturn(1, 0, SOLD_AGAIN, BROKEN))
                .expectEvents(back(1, SOLD_AGAIN), back(1, BROKEN))
                .expectResultMessagePayload(outcome(true, 2));
    }

    @Test
    void onlySellableUnitsAreAvailableAgain() {
        stock().given(received(MAIN, 7), back(1, SOLD_AGAIN), back(1, BROKEN))
                .when(new AssessUnits(MUG, List.of(anywhere(100))))
                .expectException(shortage(100, 9));
    }

    @Test
    void repeatingAReturnChangesNothing() {
        stock().given(received(MAIN, 7), back(1, SOLD_AGAIN))
                .when(bookReturn(1, 0, SOLD_AGAIN))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 1));
    }

    @Test
    void returnsDifferByNumberAndByReservation() {
        stock().given(received(MAIN, 7), back(1, SOLD_AGAIN))
                .when(bookReturn(2, 1, SOLD_AGAIN))
                .expectEvents(back(2, SOLD_AGAIN));
        stock().given(received(MAIN, 7), back(OTHER_CART, 1, SOLD_AGAIN))
                .when(bookReturn(1, 0, SOLD_AGAIN))
                .expectEvents(back(1, SOLD_AGAIN));
    }

    @Test
    void aReturnThatMayHaveBeenDroppedIsRefused() {
        stock().given(manyReturns())
                .when(bookReturn(1, 1, SOLD_AGAIN))
                .expectNoEvents()
                .expectException(RefusedWith.busy("return-in-progress", Map.of("id", CART, "number", 1)));
    }

    @Test
    void aReturnDecidedAfterTheDroppedOnesIsNew() {
        // Version 2 is the newest dropped return.
        stock().given(manyReturns()).when(bookReturn(1, 2, SOLD_AGAIN)).expectEvents(back(1, SOLD_AGAIN));
    }

    @Test
    void aKeptReturnIsRecognizedHoweverOldItIs() {
        stock().given(manyReturns())
                .when(new BookReturn(MUG, OTHER_CART, 3, List.of(SOLD_AGAIN), "slip", 0))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, ProcessedReturns.MAX_RETURNS + 2));
    }

    /** Two more returns than are kept, after the receipt: versions 1 and 2 are dropped. */
    private static List<Object> manyReturns() {
        List<Object> events = new ArrayList<>();
        events.add(received(MAIN, 7));
        for (int number = 1; number <= ProcessedReturns.MAX_RETURNS + 2; number++) {
            events.add(back(OTHER_CART, number, SOLD_AGAIN));
        }
        return events;
    }

    private static BookReturn bookReturn(int number, long after, Returned... returned) {
        return new BookReturn(MUG, CART, number, List.of(returned), "slip", after);
    }

    private static UnitsReturned back(int number, Returned returned) {
        return back(CART, number, returned);
    }

    private static UnitsReturned back(ReservationId cart, int number, Returned returned) {
        List<Allocation> allocations = returned.allocations();
        return new UnitsReturned(MUG, cart, number, allocations, returned.condition(), "slip");
    }
}
