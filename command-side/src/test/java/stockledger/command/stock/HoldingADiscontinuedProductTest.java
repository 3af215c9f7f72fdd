package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.hold;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.events.stock.StockEvent.SalesResumed;
import stockledger.events.stock.StockEvent.SalesStopped;

/** The stock of a discontinued product holds nothing new; open holds finish. The newest decision of the product counts. */
class HoldingADiscontinuedProductTest {

    private static final RefusedWith DISCONTINUED = RefusedWith.conflict("product-discontinued", Map.of("sku", MUG));

    @Test
    void stockFollowsADiscontinuedProduct() {
        stock().given(received(MAIN, 7))
                .when(new FollowProduct(MUG, true, 1))
                .expectEvents(new SalesStopped(MUG, 1))
                .expectResultMessagePayload(outcome(true, 1));
    }

    @Test
    void stockWithoutEventsFollowsToo() {
        stock().givenNoPriorActivity().when(new FollowProduct(MUG, true, 1)).expectEvents(new SalesStopped(MUG, 1));
    }

    @Test
    void nothingIsHeld() {
        stock().given(received(MAIN, 7), stopped(1))
                .when(hold(3))
                .expectException(DISCONTINUED)
                .expectNoEvents();
    }

    @Test
    void nothingCanBeHeldByAnAssessment() {
        stock().given(received(MAIN, 7), stopped(1))
                .when(new AssessUnits(MUG, List.of(anywhere(3))))
                .expectException(DISCONTINUED)
                .expectNoEvents();
    }

    @Test
    void anEarlierHoldIsAllocated() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), stopped(1))
                .when(new AllocateUnits(MUG, CART, ATTEMPT))
                .expectEvents(allocated(at(MAIN, 3)));
    }

    @Test
    void anEarlierHoldIsAnsweredAgain() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), stopped(1))
                .when(hold(3))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 3)), 2));
    }

    @Test
    void unitsAreStillReceived() {
        stock().given(received(MAIN, 7), stopped(1))
                .when(new ReceiveStock(MUG, MAIN, 2, null))
                .expectEvents(received(MAIN, 2));
    }

    @Test
    void unitsAreHeldAgainOnceTheProductIsReactivated() {
        stock().given(received(MAIN, 7), stopped(1), new SalesResumed(MUG, 2))
                .when(hold(3))
                .expectEvents(held(at(MAIN, 3)));
    }

    @Test
    void aRepeatedDecisionChangesNothing() {
        stock().given(received(MAIN, 7), stopped(1))
                .when(new FollowProduct(MUG, true, 1))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 1));
    }

    @Test
    void aDecisionThatArrivesAfterALaterOneChangesNothing() {
        stock().given(received(MAIN, 7), new SalesResumed(MUG, 2))
                .when(new FollowProduct(MUG, true, 1))
                .expectNoEvents();
    }

    @Test
    void aLaterDecisionIsKnownEvenIfItChangesNothing() {
        stock().given(received(MAIN, 7), stopped(1))
                .when(new FollowProduct(MUG, true, 3))
                .expectEvents(stopped(3));
    }

    private static SalesStopped stopped(long productVersion) {
        return new SalesStopped(MUG, productVersion);
    }
}
