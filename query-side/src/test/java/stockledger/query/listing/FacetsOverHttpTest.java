package stockledger.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.query.BrowseLists;
import stockledger.query.RunningQuerySide;

/** Facet counts over HTTP, from Redis and from MongoDB, at the requested token. */
class FacetsOverHttpTest {

    private static final String ALL =
            "{\"total\":5,\"categories\":[{\"category\":\"Kitchen\",\"count\":3},{\"category\":\"Garden\",\"count\":1}],"
                    + "\"brands\":[{\"brand\":\"Acme\",\"count\":4},{\"brand\":\"Other\",\"count\":1}],"
                    + "\"prices\":[{\"currency\":\"GBP\",\"from\":\"0.00\",\"to\":\"10.00\",\"count\":2},"
                    + "{\"currency\":\"GBP\",\"from\":\"10.00\",\"to\":\"25.00\",\"count\":2},{\"currency\":\"GBP\",\"from\":\"1000.00\",\"count\":1}],"
                    + "\"availability\":[{\"status\":\"inStock\",\"count\":1},{\"status\":\"outOfStock\",\"count\":3},"
                    + "{\"status\":\"discontinued\",\"count\":1}]}";

    private static RunningQuerySide querySide;
    private static String token;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
        querySide.append(
                registered("f1", "Mug", "Kitchen/Mugs", "9.99"),
                registered("f2", "Cup", "Kitchen/Cups", "10.00"),
                registered("f3", "Knife", "Kitchen", "24.99"),
                registered("f4", "Spade", "Garden", "1000.00"),
                registered("f5", "Thing", null, "0.00"),
                received("f1", "main", 3),
                received("f2", "main", 3),
                new ProductDiscontinued(new Sku("f2")),
                new ProductRebranded(new Sku("f3"), "Other"));
        Map<String, Long> seen = new HashMap<>();
        for (int i = 1; i <= 5; i++) {
            seen.put("product:f" + i, querySide.version("product:f" + i));
        }
        seen.put("stock:f1", 0L);
        seen.put("stock:f2", 0L);
        token = new ConsistencyToken(seen).encoded();
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static String facets(String query) {
        RunningQuerySide.Answer answer = querySide.get("/v1/products/facets" + query, "Consistency-Token", token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.textWithoutWatermark();
    }

    @Test
    void theSameFromRedisAndWithoutIt() {
        await().until(() -> BrowseLists.areInRedis(querySide));
        String before = facets("");
        assertThat(before).isEqualTo(ALL);
        String kitchen = facets("?category=Kitchen");
        assertThat(kitchen)
                .startsWith("{\"total\":3,\"categories\":[{\"category\":\"Kitchen/Cups\",\"count\":1},"
                        + "{\"category\":\"Kitchen/Mugs\",\"count\":1}],\"brands\":[{\"brand\":\"Acme\",\"count\":2}");
        querySide.stopRedis();
        assertThat(facets("")).isEqualTo(before);
        assertThat(facets("?category=Kitchen")).isEqualTo(kitchen);
        querySide.startRedis();
        await().ignoreExceptions().until(() -> BrowseLists.areInRedis(querySide));
        assertThat(facets("")).isEqualTo(before);
    }

    @Test
    void anEmptyCategoryHasNoCounts() {
        assertThat(facets("?category=Nowhere"))
                .isEqualTo("{\"total\":0,\"categories\":[],\"brands\":[],\"prices\":[],\"availability\":[]}");
    }
}
