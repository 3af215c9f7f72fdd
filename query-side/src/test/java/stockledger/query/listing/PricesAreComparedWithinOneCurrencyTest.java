package stockledger.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.query.BrowseLists;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;

/** A shop with several currencies names the one in which prices are sorted, filtered and counted. */
class PricesAreComparedWithinOneCurrencyTest {

    private static RunningQuerySide querySide;
    private static String onlyPounds;
    private static String all;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
        querySide.append(product("g1", "20.00", "GBP"), product("g2", "3", "GBP"));
        await("lists are in Redis").until(() -> BrowseLists.areInRedis(querySide));
        onlyPounds = skus("sort=price", token("g1", "g2"));
        querySide.append(
                product("j1", "500", "JPY"),
                product("j2", "2500.00", "JPY"),
                product("j3", "40", "JPY"),
                product("k1", "7.5", "KWD"));
        all = token("g1", "g2", "j1", "j2", "j3", "k1");
        assertThat(get("limit=1", all).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static ProductRegistered product(String sku, String amount, String currency) {
        return new ProductRegistered(
                new Sku(sku), sku, null, "Acme", "Home", Map.of(), Money.of(amount, currency), List.of());
    }

    private static String token(String... skus) {
        Map<String, Long> versions = new HashMap<>();
        for (String sku : skus) {
            versions.put("product:" + sku, 0L);
        }
        return new ConsistencyToken(versions).encoded();
    }

    private static Answer get(String query, String token) {
        return querySide.get("/v1/products?" + query, "Consistency-Token", token);
    }

    private static String skus(String query, String token) {
        Answer answer = get(query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return String.join(" ", answer.body().path("items").findValuesAsString("sku"));
    }

    private static void assertCurrencyRequired(String query) {
        Answer answer = get(query, all);
        assertThat(answer.status()).as(query).isEqualTo(400);
        assertThat(answer.body().path("code").asString()).isEqualTo("currency-required");
        assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo("currency");
    }

    private static void assertAnswers() {
        for (String query : List.of(
                "sort=price",
                "sort=-price",
                "minPrice=1",
                "maxPrice=9&sort=-updated",
                "q=j&sort=price",
                "brand=Acme&maxPrice=9")) {
            assertCurrencyRequired(query);
        }
        assertThat(skus("sort=name", all)).isEqualTo("g1 g2 j1 j2 j3 k1");
        assertThat(skus("currency=GBP&sort=price", all)).isEqualTo("g2 g1");
        assertThat(skus("currency=JPY&sort=-price", all)).isEqualTo("j2 j1 j3");
        assertThat(skus("currency=JPY&sort=price&minPrice=41&maxPrice=500", all))
                .isEqualTo("j1");
        assertThat(skus("currency=JPY&minPrice=41", all)).isEqualTo("j1 j2");
        assertThat(skus("currency=GBP&category=Home&brand=Acme&maxPrice=500", all))
                .isEqualTo("g1 g2");
        assertThat(skus("currency=KWD", all)).isEqualTo("k1");
        assertThat(skus("currency=EUR&sort=price", all)).isEmpty();
        assertThat(skus("currency=JPY&q=j&sort=price", all)).isEqualTo("j3 j1 j2");
        String facets =
                querySide.get("/v1/products/facets", "Consistency-Token", all).text();
        assertThat(facets)
                .contains("\"prices\":[{\"currency\":\"GBP\",\"from\":\"0.00\",\"to\":\"10.00\",\"count\":1},"
                        + "{\"currency\":\"GBP\",\"from\":\"10.00\",\"to\":\"25.00\",\"count\":1},"
                        + "{\"currency\":\"JPY\",\"from\":\"0\",\"to\":\"1000\",\"count\":2},"
                        + "{\"currency\":\"JPY\",\"from\":\"2500\",\"to\":\"5000\",\"count\":1},"
                        + "{\"currency\":\"KWD\",\"from\":\"5.000\",\"to\":\"10.000\",\"count\":1}]");
    }

    @Test
    void theOnlyCurrencyNeedNotBeNamed() {
        assertThat(onlyPounds).isEqualTo("g2 g1");
    }

    @Test
    void theSameFromRedisAndWithoutIt() {
        await("lists are in Redis").until(() -> BrowseLists.areInRedis(querySide));
        assertAnswers();
        querySide.stopRedis();
        assertAnswers();
        querySide.startRedis();
        await("lists are in Redis").ignoreExceptions().until(() -> BrowseLists.areInRedis(querySide));
    }

    @Test
    void aCursorContinuesInItsCurrency() {
        Answer first = get("currency=JPY&sort=price&limit=2", all);
        String cursor = first.body().path("nextCursor").asString();
        assertThat(skus("sort=price&cursor=" + cursor, all)).isEqualTo("j2");
        assertThat(skus("currency=JPY&sort=price&cursor=" + cursor, all)).isEqualTo("j2");
        assertThat(get("currency=GBP&sort=price&cursor=" + cursor, all)
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("invalid-cursor");
    }

    @Test
    void amountsHaveTheDecimalsOfTheirCurrency() {
        Answer list = get("currency=JPY&sort=-price", all);
        assertThat(list.body().at("/items/0/price/amount").asString()).isEqualTo("2500");
        Answer page = querySide.get("/v1/products/k1", "Consistency-Token", all);
        assertThat(page.body().at("/price/amount").asString()).isEqualTo("7.500");
    }

    @Test
    void otherSpellingsOfTheParametersAreTheSameLists() {
        assertThat(skus("category=%20Home%20/&brand=Acme%C2%A0&currency=KWD", all))
                .isEqualTo("k1");
    }
}
