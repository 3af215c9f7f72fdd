package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.registered;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.query.RunningQuerySide;
import stockledger.query.listindex.ListEntry;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.JsonNode;

/** After every event of a random history, the state of a SKU and all that is rendered from it agree with a simple model. */
class RenderingsAgreeOnStockTest {

    private static final int STEPS = 600;

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261124})
    void everyRenderingEqualsTheModelAfterEachEvent(long seed) {
        StockModel model = new StockModel(new Random(seed));
        SkuState state = SkuState.empty("x");
        for (int step = 0; step < STEPS; step++) {
            Object event = step == 0 ? registered("x") : model.next();
            state = state.on(new ProjectedEvent(event, "s", step, Instant.EPOCH, "kim"));
            JsonNode stored = StoredJson.mapper().valueToTree(state);
            assertStored(stored, model);
            assertRendered(stored, new VersionedDocument<>("x", step + 1, Map.of(), state), model);
        }
    }

    private static long unclaimed(StockModel model) {
        return model.onHand() - model.claimed() - model.sum(model.unavailable);
    }

    private static long available(StockModel model) {
        return unclaimed(model) - model.sum(model.safetyStocks) - model.safetyStock;
    }

    private static void assertStored(JsonNode stored, StockModel model) {
        JsonNode levels = stored.at("/stock/levels");
        assertThat(sum(levels, "onHand")).isEqualTo(model.onHand());
        assertThat(sum(levels, "held") + sum(levels, "allocated")).isEqualTo(model.claimed());
        assertThat(sum(levels, "unavailable")).isEqualTo(model.sum(model.unavailable));
        assertThat(sum(levels, "safetyStock")).isEqualTo(model.sum(model.safetyStocks));
        assertThat(sum(levels, "inTransit")).isEqualTo(model.sum(model.inTransit));
        assertThat(sum(levels, "incoming")).isEqualTo(model.sum(model.deliveries));
        assertThat(stored.at("/inbound/transfers")).hasSize(model.transfers.size());
        assertThat(stored.at("/inbound/deliveries")).hasSize(model.deliveries.size());
        assertThat(stored.at("/stock/movements").asLong()).isEqualTo(model.movements);
        assertThat(stored.path("inStock").asBoolean()).isEqualTo(available(model) > 0);
    }

    private static void assertRendered(JsonNode stored, VersionedDocument<SkuState> document, StockModel model) {
        long available = Math.max(0, available(model));
        Map<String, JsonNode> rendered = new HashMap<>();
        querySide
                .instance(0)
                .getBeansOfType(SkuResponse.class)
                .values()
                .forEach(response -> rendered.put(
                        response.kind(), json(response.render(document).body())));
        JsonNode page = rendered.get("pages");
        assertThat(page.at("/availability/available").asLong()).isEqualTo(available);
        assertThat(page.at("/availability/onHand").asLong()).isEqualTo(model.onHand());
        assertThat(page.at("/availability/held").asLong()
                        + page.at("/availability/allocated").asLong())
                .isEqualTo(model.claimed());
        assertThat(page.at("/availability/unavailable").asLong()).isEqualTo(model.sum(model.unavailable));
        assertThat(page.at("/availability/safetyStock").asLong())
                .isEqualTo(model.sum(model.safetyStocks) + model.safetyStock);
        assertThat(page.path("levels")).hasSameSizeAs(stored.at("/stock/levels"));
        for (String term : new String[] {"onHand", "held", "allocated", "unavailable", "inTransit", "incoming"}) {
            assertThat(sum(page.path("levels"), term)).isEqualTo(sum(stored.at("/stock/levels"), term));
        }
        JsonNode item = rendered.get("availability");
        assertThat(item.path("available").asLong()).isEqualTo(available);
        assertThat(item.path("status")).isEqualTo(page.at("/availability/status"));
        ListEntry entry = querySide.bean(SkuListEntry.class).render(document);
        JsonNode listed = json(entry.body());
        assertThat(listed.at("/availability/available").asLong()).isEqualTo(available);
        assertThat(listed.at("/availability/status")).isEqualTo(item.path("status"));
        assertThat(entry.placement().stock())
                .isEqualTo(available > 0 ? ListEntry.StockState.IN_STOCK : ListEntry.StockState.OUT_OF_STOCK);
    }

    private static JsonNode json(byte[] body) {
        return StoredJson.mapper().readTree(body);
    }

    private static long sum(JsonNode levels, String member) {
        long sum = 0;
        for (JsonNode level : levels) {
            sum += level.path(member).asLong();
        }
        return sum;
    }
}
