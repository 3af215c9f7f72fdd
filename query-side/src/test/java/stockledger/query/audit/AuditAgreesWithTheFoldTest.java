package stockledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.registered;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.query.AllEvents;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.StoredJson;
import stockledger.query.sku.Ledger;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.StockModel;
import tools.jackson.databind.JsonNode;

/** The audit's fold and the projection's are written apart, and say the same about every history. */
class AuditAgreesWithTheFoldTest {

    private static final int STEPS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261130})
    void afterEachEventOfARandomHistory(long seed) {
        StockModel model = new StockModel(new Random(seed));
        List<Object> history = new ArrayList<>(List.of(registered("x")));
        for (int step = 1; step < STEPS; step++) {
            history.add(model.next());
        }
        compareAfterEach("x", history);
    }

    @Test
    void afterEachEventOfEveryKind() {
        compareAfterEach(
                "mug",
                AllEvents.of("mug").stream()
                        .filter(event -> event instanceof ProductEvent || event instanceof StockEvent)
                        .toList());
    }

    private static void compareAfterEach(String sku, List<Object> history) {
        SkuState state = SkuState.empty(sku);
        ExpectedSku expected = new ExpectedSku(new Sku(sku));
        for (int i = 0; i < history.size(); i++) {
            Instant at = Instant.EPOCH.plusMillis(i * 1_700L);
            state = state.on(new ProjectedEvent(history.get(i), "s", i, at, "kim"));
            expected.add(history.get(i), at, "kim");
            ExpectedAnswers answers = new ExpectedAnswers(expected);
            JsonNode stored = StoredJson.mapper().valueToTree(state);
            assertThat(JsonDifferences.between(answers.document(), stored))
                    .as("after event %s, %s", i, history.get(i))
                    .isEmpty();
            for (Ledger.Part part : state.newParts()) {
                assertThat(JsonDifferences.between(
                                answers.ledgerPart(part.number()),
                                StoredJson.mapper().valueToTree(part.movements())))
                        .isEmpty();
            }
        }
    }
}
