package stockledger.command.stock;

import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.at;
import static stockledger.command.stock.StockExamples.outcome;
import static stockledger.command.stock.StockExamples.received;
import static stockledger.command.stock.StockExamples.shortage;
import static stockledger.command.stock.StockExamples.stock;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.AssessUnits;

/** Assessing answers as a hold would, and appends nothing. */
class AssessingAHoldTest {

    @Test
    void availableUnitsAreAllocatedInTheAnswer() {
        stock().given(received(MAIN, 7))
                .when(new AssessUnits(MUG, List.of(anywhere(7))))
                .expectNoEvents()
                .expectResultMessagePayload(outcome(List.of(at(MAIN, 7)), 0));
    }

    @Test
    void missingUnitsAreRefused() {
        stock().given(received(MAIN, 7))
                .when(new AssessUnits(MUG, List.of(anywhere(8))))
                .expectException(shortage(8, 7))
                .expectNoEvents();
    }

    @Test
    void aSkuWithoutStockHasNone() {
        stock().givenNoPriorActivity()
                .when(new AssessUnits(MUG, List.of(anywhere(8))))
                .expectException(shortage(8, 0))
                .expectNoEvents();
    }
}
