package stockledger.query.projection;

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
import org.springframework.core.ResolvableType;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.query.RunningQuerySide;
import tools.jackson.databind.JsonNode;

/** After every event of a random history the four stock projections agree with a simple model. */
class ProjectionsAgreeOnStockTest {

    private static final int STEPS = 600;

    private static RunningQuerySide shop;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261124})
    void everyProjectionEqualsTheModelAfterEachEvent(long seed) {
        Map<String, Folded<?>> views = new HashMap<>();
        shop.instance(0)
                .<Projection<?>>getBeanProvider(ResolvableType.forClass(Projection.class))
                .forEach(projection -> views.put(projection.name(), new Folded<>(projection)));
        StockModel model = new StockModel(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            Object event = step == 0 ? registered("x") : model.next();
            views.values().forEach(view -> view.on(event));
            long unpromised = model.onHand() - model.claimed() - model.sum(model.unavailable);
            long available = unpromised - model.sum(model.safetyStocks) - model.safetyStock;
            JsonNode inventory = views.get("inventory").json();
            assertThat(sum(inventory, "onHand")).isEqualTo(model.onHand());
            assertThat(sum(inventory, "held") + sum(inventory, "allocated")).isEqualTo(model.claimed());
            assertThat(views.get("product").json().path("levels")).isEqualTo(inventory.path("levels"));
            assertThat(views.get("availability").json().path("unpromised").asLong())
                    .isEqualTo(unpromised);
            assertThat(views.get("browse").json().path("unpromised").asLong()).isEqualTo(unpromised);
            assertThat(views.get("browse").json().path("inStock").asBoolean()).isEqualTo(available > 0);
            assertThat(sum(inventory, "unavailable")).isEqualTo(model.sum(model.unavailable));
            assertThat(sum(inventory, "safetyStock")).isEqualTo(model.sum(model.safetyStocks));
            assertThat(sum(inventory, "inTransit"))
                    .isEqualTo(model.transfers.stream()
                            .mapToLong(TransferSent::quantity)
                            .sum());
            assertThat(sum(inventory, "incoming")).isEqualTo(model.sum(model.deliveries));
            assertThat(inventory.path("ways")).hasSize(model.transfers.size());
            assertThat(inventory.path("deliveries")).hasSize(model.deliveries.size());
            assertThat(views.get("product").json().path("policy")).isEqualTo(inventory.path("policy"));
            assertThat(views.get("browse").json().path("policy")).isEqualTo(inventory.path("policy"));
            assertThat(views.get("availability").json().path("policy")).isEqualTo(inventory.path("policy"));
            assertThat(inventory.path("movements").asLong()).isEqualTo(model.movements);
        }
    }

    private static long sum(JsonNode view, String member) {
        long sum = 0;
        for (JsonNode level : view.path("levels")) {
            sum += level.path(member).asLong();
        }
        return sum;
    }

    private static final class Folded<V> {

        private final Projection<V> projection;
        private V view;

        Folded(Projection<V> projection) {
            this.projection = projection;
            this.view = projection.empty("x");
        }

        void on(Object event) {
            if (projection.families().stream().anyMatch(family -> family.isInstance(event))
                    && !projection.ignored().contains(event.getClass())) {
                view = projection.on(view, new ProjectedEvent(event, "s", 0, Instant.EPOCH, "kim"));
            }
        }

        JsonNode json() {
            return StoredJson.mapper().valueToTree(view);
        }
    }
}
