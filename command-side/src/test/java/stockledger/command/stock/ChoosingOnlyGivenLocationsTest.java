package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.from;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.StockPolicy;

/** With the policy "given" only requested locations serve. */
class ChoosingOnlyGivenLocationsTest {

    private static final LocationSelection GIVEN = new LocationSelection(LocationChoice.GIVEN, List.of(MAIN, SHOP));
    private final StockLevels levels = new StockLevels().onHand(MAIN, 10).onHand(SHOP, 4);

    @Test
    void aRequestedLocationServesWhatItHas() {
        assertThat(rules(levels).choose(List.of(from(SHOP, 4), from(MAIN, 1)), GIVEN))
                .containsExactly(at(MAIN, 1), at(SHOP, 4));
        assertThat(rules(levels).choose(List.of(from(SHOP, 5)), GIVEN)).isNull();
    }

    @Test
    void unitsWithoutALocationAreRefused() {
        assertThat(rules(levels).choose(List.of(anywhere(1)), GIVEN)).isNull();
        assertThat(rules(levels).choose(List.of(from(MAIN, 1), anywhere(1)), GIVEN))
                .isNull();
    }

    @Test
    void everyPolicyHasARule() {
        assertThat(LocationPolicy.ALL).extracting(LocationPolicy::name).containsExactly(LocationChoice.values());
    }

    private static AllocationRules rules(StockLevels levels) {
        return new AllocationRules(levels, StockPolicy.NONE, List::of);
    }
}
