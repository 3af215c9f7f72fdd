package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.stock.StockCommand.LocationSelection.FEWEST_LOCATIONS;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.YARD;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.stock.StockPolicy;

/** Requested units are claimed at the requested location, else from as few locations as possible, the fullest first. */
class ChoosingLocationsTest {

    private final StockLevels levels =
            new StockLevels().onHand(MAIN, 10).onHand(SHOP, 4).onHand(YARD, 7);

    @Test
    void theFullestLocationServesWhenItHasEnough() {
        assertThat(chosen(anywhere(3))).containsExactly(at(MAIN, 3));
    }

    @Test
    void theNextFullestLocationServesTheRest() {
        assertThat(chosen(anywhere(12))).containsExactly(at(MAIN, 10), at(YARD, 2));
    }

    @Test
    void allLocationsServeARequestForAllUnits() {
        assertThat(chosen(anywhere(21))).containsExactly(at(MAIN, 10), at(SHOP, 4), at(YARD, 7));
    }

    @Test
    void oneMoreThanAllIsRefused() {
        assertThat(rules(levels).choose(List.of(anywhere(22)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void equallyFullLocationsServeInOrderOfId() {
        StockLevels even = new StockLevels().onHand(YARD, 5).onHand(MAIN, 5).onHand(SHOP, 5);
        assertThat(rules(even).choose(List.of(anywhere(6)), FEWEST_LOCATIONS))
                .containsExactly(at(MAIN, 5), at(SHOP, 1));
    }

    @Test
    void aRequestedLocationServesAlone() {
        assertThat(chosen(from(SHOP, 4))).containsExactly(at(SHOP, 4));
        assertThat(rules(levels).choose(List.of(from(SHOP, 5)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void anEmptyLocationServesNothing() {
        assertThat(rules(new StockLevels()).choose(List.of(from(SHOP, 1)), FEWEST_LOCATIONS))
                .isNull();
        assertThat(rules(new StockLevels()).choose(List.of(anywhere(1)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void requestsForTheSameLocationAreOneClaim() {
        assertThat(chosen(from(SHOP, 1), from(SHOP, 3))).containsExactly(at(SHOP, 4));
        assertThat(rules(levels).choose(List.of(from(SHOP, 3), from(SHOP, 2)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void requestedLocationsAreServedBeforeTheRestInAnyOrder() {
        assertThat(chosen(anywhere(11), from(MAIN, 9))).containsExactly(at(MAIN, 9), at(SHOP, 4), at(YARD, 7));
        assertThat(chosen(from(MAIN, 9), anywhere(11))).containsExactly(at(MAIN, 9), at(SHOP, 4), at(YARD, 7));
    }

    @Test
    void theRestIsClaimedAtARequestedLocationThatIsStillTheFullest() {
        assertThat(chosen(from(MAIN, 1), anywhere(2))).containsExactly(at(MAIN, 3));
    }

    @Test
    void heldAndAllocatedUnitsAreNotChosen() {
        StockLevels claimed = levels.held(List.of(at(MAIN, 6)), 1)
                .held(List.of(at(YARD, 6)), 1)
                .allocated(List.of(at(SHOP, 4)), 1);
        assertThat(claimed.unclaimed()).isEqualTo(5);
        assertThat(rules(claimed).choose(List.of(anywhere(5)), FEWEST_LOCATIONS))
                .containsExactly(at(MAIN, 4), at(YARD, 1));
        assertThat(rules(claimed).choose(List.of(anywhere(6)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void theDeficitOfALocationReducesWhatOthersCanServe() {
        StockLevels withDeficit = levels.held(List.of(at(SHOP, 6)), 1);
        assertThat(withDeficit.at(SHOP).unclaimed()).isEqualTo(-2);
        assertThat(rules(withDeficit).available()).isEqualTo(15);
        assertThat(rules(withDeficit).choose(List.of(anywhere(15)), FEWEST_LOCATIONS))
                .containsExactly(at(MAIN, 10), at(YARD, 5));
        assertThat(rules(withDeficit).choose(List.of(anywhere(16)), FEWEST_LOCATIONS))
                .isNull();
        assertThat(rules(withDeficit).choose(List.of(from(MAIN, 10), from(YARD, 6)), FEWEST_LOCATIONS))
                .isNull();
    }

    @Test
    void theOrderOfLocationsFollowsEveryChange() {
        levels.unavailable(MAIN, 9).held(List.of(at(YARD, 5)), 1).known(new LocationId("NEW"));
        assertThat(levels.fullestFirst()).toIterable().containsExactly(SHOP, YARD, MAIN, new LocationId("NEW"));

        levels.onHand(new LocationId("NEW"), 3).held(List.of(at(YARD, 5)), -1).unavailable(MAIN, -9);
        assertThat(levels.fullestFirst()).toIterable().containsExactly(MAIN, YARD, SHOP, new LocationId("NEW"));
    }

    @Test
    void shippingReducesOnHandAndAllocated() {
        StockLevels after = levels.allocated(List.of(at(MAIN, 3)), 1).shipped(List.of(at(MAIN, 3)));
        assertThat(after.at(MAIN)).isEqualTo(new StockLevel(7, 0, 0, 0));
    }

    @Test
    void choosingChangesNothing() {
        chosen(anywhere(12), from(SHOP, 1));
        assertThat(levels.unclaimed()).isEqualTo(21);
        assertThat(levels.at(MAIN)).isEqualTo(new StockLevel(10, 0, 0, 0));
    }

    @Test
    void theLargestRequestsDoNotOverflow() {
        StockLevels vast = new StockLevels().onHand(MAIN, Long.MAX_VALUE);
        List<UnitRequest> thousand = Collections.nCopies(1000, anywhere(1_000_000_000));
        assertThat(rules(vast).choose(thousand, FEWEST_LOCATIONS)).containsExactly(at(MAIN, 1_000_000_000_000L));
    }

    private static AllocationRules rules(StockLevels levels) {
        return new AllocationRules(levels, StockPolicy.NONE, List::of);
    }

    private List<Allocation> chosen(UnitRequest... wanted) {
        List<Allocation> chosen = rules(levels).choose(List.of(wanted), FEWEST_LOCATIONS);
        assertThat(chosen).isNotNull();
        return chosen;
    }
}
