package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.ATTEMPT;
import static stockledger.command.stock.StockExamples.CART;
import static stockledger.command.stock.StockExamples.EXPIRES;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.allocated;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;
import static stockledger.command.stock.StockExamples.held;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.HoldMoreUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.ReduceHold;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.SalesStopped;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * An attempt to replace the lines of a reservation adds units to a hold. They become part of it, or are released, as soon as
 * a later version of the reservation says which.
 */
class HoldingMoreOfALineTest {

    private static final String EDIT = "attempt-2";
    private static final String OTHER_EDIT = "attempt-3";
    private static final RefusedWith IN_PROGRESS = RefusedWith.busy("reservation-in-progress", Map.of("id", CART));

    @Test
    void furtherUnitsAreHeldBesideTheKeptOnes() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(more(EDIT, 0, 3, anywhere(2)))
                .expectEvents(increased(EDIT, 0, at(MAIN, 2)))
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 2)), 2));
    }

    @Test
    void keptUnitsAreNotAvailable() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)))
                .when(more(EDIT, 0, 3, anywhere(5)))
                .expectException(shortage(5, 4))
                .expectNoEvents();
    }

    @Test
    void anotherLocationIsHeldBeforeTheFirstIsGivenUp() {
        stock().given(received(MAIN, 3), received(SHOP, 3), held(at(MAIN, 3)))
                .when(more(EDIT, 0, 3, from(SHOP, 2)))
                .expectEvents(increased(EDIT, 0, at(SHOP, 2)));
    }

    @Test
    void aDiscontinuedProductIsNotHeldFurther() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), new SalesStopped(MUG, 1))
                .when(more(EDIT, 0, 3, anywhere(2)))
                .expectException(RefusedWith.conflict("product-discontinued", Map.of("sku", MUG)))
                .expectNoEvents();
    }

    @Test
    void repeatingAnAttemptGetsTheSameAnswer() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(more(EDIT, 0, 3, anywhere(2)))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 2)), 2));
    }

    @Test
    void anotherAttemptAtTheSameVersionHasToWait() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(more(OTHER_EDIT, 0, 3, anywhere(1)))
                .expectException(IN_PROGRESS)
                .expectNoEvents();
    }

    @Test
    void anAttemptAtAnEarlierVersionIsTooLate() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 4, at(MAIN, 2)))
                .when(more(OTHER_EDIT, 3, 3, anywhere(1)))
                .expectException(IN_PROGRESS)
                .expectNoEvents();
    }

    @Test
    void allocatedAndReleasedUnitsAreNotIncreased() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), allocated(at(MAIN, 3)))
                .when(more(EDIT, 0, 3, anywhere(1)))
                .expectException(IN_PROGRESS)
                .expectNoEvents();
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), released(at(MAIN, 3)))
                .when(more(EDIT, 0, 3, anywhere(1)))
                .expectException(IN_PROGRESS)
                .expectNoEvents();
    }

    @Test
    void anAttemptAtALaterVersionReleasesWhatWasNotRecorded() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(more(OTHER_EDIT, 1, 3, anywhere(1)))
                .expectEvents(reduced(1, at(MAIN, 2)), increased(OTHER_EDIT, 1, at(MAIN, 1)));
    }

    @Test
    void anAttemptAtALaterVersionKeepsWhatWasRecorded() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(more(OTHER_EDIT, 1, 5, anywhere(1)))
                .expectEvents(increased(OTHER_EDIT, 1, at(MAIN, 1)));
    }

    @Test
    void anAttemptThatWasRefusedReleasesItsUnitsOnly() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(new ReleaseUnits(MUG, CART, EDIT, ReleaseCause.ABANDONED))
                .expectEvents(new HoldReduced(MUG, CART, List.of(at(MAIN, 2)), ReleaseCause.ABANDONED, 0));
        stock().given(
                        received(MAIN, 7),
                        held(at(MAIN, 3)),
                        increased(EDIT, 0, at(MAIN, 2)),
                        new HoldReduced(MUG, CART, List.of(at(MAIN, 2)), ReleaseCause.ABANDONED, 0))
                .when(new ReleaseUnits(MUG, CART, EDIT, ReleaseCause.ABANDONED))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 3));
    }

    @Test
    void aReleaseOfTheReservationReleasesAddedUnitsToo() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(SHOP, 2)))
                .when(new ReleaseUnits(MUG, CART, ATTEMPT, ReleaseCause.EXPIRED))
                .expectEvents(new HoldReleased(MUG, CART, List.of(at(MAIN, 3), at(SHOP, 2)), ReleaseCause.EXPIRED));
    }

    @Test
    void unitsThatNewLinesGiveUpAreReleased() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3))).when(reduce(1, 1)).expectEvents(reduced(1, at(MAIN, 2)));
    }

    @Test
    void followingTwiceReleasesNothingMore() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), reduced(1, at(MAIN, 2)))
                .when(reduce(1, 1))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(false, 2));
    }

    @Test
    void anEarlierVersionThatArrivesLateReleasesNothing() {
        stock().given(
                        received(MAIN, 7),
                        held(at(MAIN, 3)),
                        increased(EDIT, 1, at(MAIN, 2)),
                        increased(OTHER_EDIT, 2, at(MAIN, 1)))
                .when(reduce(1, 3))
                .expectNoEvents();
    }

    @Test
    void unitsOfAnAttemptInProgressAreNotReleasedByTheVersionThatItReplaces() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 1, at(MAIN, 2)))
                .when(reduce(1, 3))
                .expectNoEvents();
    }

    @Test
    void onlyRecordedUnitsAreAllocated() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(new AllocateUnits(MUG, CART, ATTEMPT, new Recorded(1, List.of(at(MAIN, 3)))))
                .expectEvents(reduced(1, at(MAIN, 2)), allocated(at(MAIN, 3)));
    }

    @Test
    void recordedUnitsOfAnAttemptAreAllocated() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(new AllocateUnits(MUG, CART, ATTEMPT, new Recorded(2, List.of(at(MAIN, 5)))))
                .expectEvents(allocated(at(MAIN, 5)));
    }

    @Test
    void onlyRecordedUnitsAreShipped() {
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(new ShipUnits(MUG, CART, ATTEMPT, Long.MAX_VALUE, new Recorded(2, List.of(at(MAIN, 3)))))
                .expectEvents(
                        reduced(2, at(MAIN, 2)),
                        allocated(at(MAIN, 3)),
                        new UnitsShipped(MUG, CART, List.of(at(MAIN, 3))));
    }

    @Test
    void anAssessmentWaitsForAnotherAttemptToo() {
        HoldMoreUnits second = more(OTHER_EDIT, 0, 3, anywhere(1));
        stock().given(received(MAIN, 7), held(at(MAIN, 3)), increased(EDIT, 0, at(MAIN, 2)))
                .when(new AssessUnits(MUG, second.requests(), second.selection(), second))
                .expectException(IN_PROGRESS)
                .expectNoEvents();
    }

    private static HoldMoreUnits more(String edit, long version, long recorded, UnitRequest... requests) {
        return new HoldMoreUnits(
                MUG,
                CART,
                ATTEMPT,
                edit,
                new Recorded(version, List.of(at(MAIN, recorded))),
                List.of(requests),
                LocationSelection.FEWEST_LOCATIONS,
                EXPIRES);
    }

    private static ReduceHold reduce(long version, long recorded) {
        return new ReduceHold(MUG, CART, ATTEMPT, new Recorded(version, List.of(at(MAIN, recorded))));
    }

    private static HoldIncreased increased(String edit, long version, Allocation... added) {
        return new HoldIncreased(MUG, CART, edit, List.of(added), EXPIRES, LocationChoice.FEWEST_LOCATIONS, version);
    }

    private static HoldReduced reduced(long version, Allocation... given) {
        return new HoldReduced(MUG, CART, List.of(given), ReleaseCause.RELEASED, version);
    }

    private static HoldReleased released(Allocation... allocations) {
        return new HoldReleased(MUG, CART, List.of(allocations), ReleaseCause.RELEASED);
    }
}
