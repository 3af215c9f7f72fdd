package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.YARD;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockPolicy;

/** The configured order of locations decides, however full they are. */
class ChoosingByPriorityTest {

    private static final LocationSelection PRIORITY =
            new LocationSelection(LocationChoice.PRIORITY_ORDER, List.of(SHOP, new LocationId("CLOSED"), YARD));
    private final StockLevels levels =
            new StockLevels().onHand(MAIN, 10).onHand(SHOP, 4).onHand(YARD, 7);

    @Test
    void theFirstLocationServesWhileItHasUnits() {
        assertThat(chosen(anywhere(4))).containsExactly(at(SHOP, 4));
    }

    @Test
    void theNextLocationServesTheRestEvenWhenAnotherHasMore() {
        assertThat(chosen(anywhere(6))).containsExactly(at(SHOP, 4), at(YARD, 2));
    }

    @Test
    void locationsWithoutPriorityComeLast() {
        assertThat(chosen(anywhere(13))).containsExactly(at(MAIN, 2), at(SHOP, 4), at(YARD, 7));
        assertThat(chosen(anywhere(22))).isNull();
    }

    @Test
    void withoutPrioritiesTheIdsDecide() {
        LocationSelection byId = new LocationSelection(LocationChoice.PRIORITY_ORDER, List.of());
        assertThat(rules(levels).choose(List.of(anywhere(11)), byId)).containsExactly(at(MAIN, 10), at(SHOP, 1));
    }

    @Test
    void aRequestedLocationIgnoresTheOrder() {
        assertThat(chosen(from(MAIN, 3), anywhere(1))).containsExactly(at(MAIN, 3), at(SHOP, 1));
    }

    @Test
    void thePolicyIsRecordedWithTheAllocations() {
        stock().given(StockExamples.received(MAIN, 5), StockExamples.received(SHOP, 5))
                .when(new HoldUnits(
                        StockExamples.MUG,
                        StockExamples.CART,
                        StockExamples.ATTEMPT,
                        List.of(anywhere(2)),
                        PRIORITY,
                        StockExamples.EXPIRES))
                .expectEvents(new UnitsHeld(
                        StockExamples.MUG,
                        StockExamples.CART,
                        StockExamples.ATTEMPT,
                        List.of(at(SHOP, 2)),
                        StockExamples.EXPIRES,
                        LocationChoice.PRIORITY_ORDER));
    }

    private @Nullable List<Allocation> chosen(UnitRequest... wanted) {
        return rules(levels).choose(List.of(wanted), PRIORITY);
    }

    private static AllocationRules rules(StockLevels levels) {
        return new AllocationRules(levels, StockPolicy.NONE, List::of);
    }
}
