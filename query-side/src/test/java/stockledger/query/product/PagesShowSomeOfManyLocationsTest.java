package stockledger.query.product;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stockledger.query.Fold;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.JsonNode;

/** A page has the first locations of a SKU that has many, and the sums over all. */
class PagesShowSomeOfManyLocationsTest {

    @Test
    void aPageHasAllLocationsWhileTheyAreFew() {
        JsonNode page = page(ProductPage.MAX_LEVELS);

        assertThat(page.path("levels").size()).isEqualTo(ProductPage.MAX_LEVELS);
        assertThat(page.has("moreLevels")).isFalse();
    }

    @Test
    void aPageSaysThatThereAreMore() {
        JsonNode page = page(5_000);

        assertThat(page.path("levels").size()).isEqualTo(ProductPage.MAX_LEVELS);
        assertThat(page.at("/levels/0/locationId").asString()).isEqualTo("l-0000");
        assertThat(page.at("/levels/199/locationId").asString()).isEqualTo("l-0199");
        assertThat(page.path("moreLevels").asBoolean()).isTrue();
        assertThat(page.at("/availability/onHand").asLong()).isEqualTo(10_000);
    }

    private static JsonNode page(int locations) {
        List<Object> events = new ArrayList<>(List.of(registered("mug")));
        for (int i = 0; i < locations; i++) {
            events.add(received("mug", "l-%04d".formatted(i), 2));
        }
        byte[] body = Objects.requireNonNull(ProductPage.render(new VersionedDocument<>(
                        "mug", 1, Map.of("product:mug", 0L, "stock:mug", 1L), Fold.sku(events.toArray()))))
                .body();
        return StoredJson.mapper().readTree(body);
    }
}
