package stockledger.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.registered;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.events.ConsistencyToken;
import stockledger.query.BrowseLists;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.listindex.Row;

/** Lists and facets of both stores equal those of a naive catalog, page by page and in every sort order. */
class ListsFollowAModelTest {

    /** After each step; more find more: {@code -Dstockledger.queries=60}. */
    private static final int QUERIES = Integer.getInteger("stockledger.queries", 25);

    private static RunningQuerySide whole;
    private static RunningQuerySide inParts;

    @BeforeAll
    static void start() {
        whole = new RunningQuerySide();
        inParts = new RunningQuerySide("--stockledger.list-index.parts=3");
        whole.awaitReady(0);
        inParts.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        whole.close();
        inParts.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261125})
    void listsOfOnePart(long seed) {
        follow(whole, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void listsOfSeveralParts(long seed) {
        follow(inParts, seed);
    }

    private static void follow(RunningQuerySide querySide, long seed) {
        Random random = new Random(seed);
        try (NaiveCatalog catalog = new NaiveCatalog(random, "s" + seed + "-")) {
            for (int step = 0; step < 3; step++) {
                querySide.append(catalog.next(40).toArray());
                String token = catalog.token(querySide);
                await("lists are in Redis").until(() -> BrowseLists.areInRedis(querySide));
                Answer answer = querySide.get("/v1/products?limit=1", "Consistency-Token", token);
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                for (int i = 0; i < QUERIES; i++) {
                    compare(querySide, catalog.randomQuery(random), catalog);
                }
                catalog.categories()
                        .forEach(category -> count(querySide, new FacetsQuery(category, SearchQuery.ALL), catalog));
            }
        }
    }

    private static void compare(RunningQuerySide querySide, ListingQuery query, NaiveCatalog catalog) {
        List<String> expected = catalog.answer(query);
        Listing listing = querySide.bean(Listing.class);
        String region = querySide.bean(RedisOrMongo.class).region();
        List<String> skus = new ArrayList<>();
        ListingQuery page = query;
        while (page != null) {
            List<Row> fromRedis = listing.fromRedis(region, page);
            List<Row> fromMongo = listing.fromMongo(page);
            if (page.search().matchesAll()) {
                assertThat(fromRedis).as("%s is in Redis", page).isNotNull();
                assertThat(bodies(fromRedis)).as("%s is the same in both", page).isEqualTo(bodies(fromMongo));
            }
            skus.addAll(skus(fromMongo, page.limit()));
            page = fromMongo.size() > page.limit() ? after(page, fromMongo.get(page.limit() - 1)) : null;
        }
        assertThat(ofCase(skus, catalog)).as("%s", query).isEqualTo(expected);
    }

    private static void count(RunningQuerySide querySide, FacetsQuery query, NaiveCatalog catalog) {
        FacetReader counting = querySide.bean(FacetReader.class);
        String region = querySide.bean(RedisOrMongo.class).region();
        FacetsQuery found = new FacetsQuery(query.category(), SearchQuery.of("mug"));
        assertThat(counting.fromRedis(region, found)).isNull();
        assertThat(counting.fromMongo(found)).as("%s", found).isEqualTo(catalog.facets(found));
        FacetsAnswer expected = catalog.facets(query);
        assertThat(counting.fromRedis(region, query)).as("%s in Redis", query).isEqualTo(expected);
        assertThat(counting.fromMongo(query)).as("%s in MongoDB", query).isEqualTo(expected);
        FacetsQuery all = new FacetsQuery(null, SearchQuery.ALL);
        assertThat(counting.fromRedis(region, all)).isEqualTo(counting.fromMongo(all));
    }

    /** All cases share one query side; each has its own products. */
    private static List<String> ofCase(List<String> skus, NaiveCatalog catalog) {
        return skus.stream().filter(catalog::has).toList();
    }

    private static List<String> bodies(List<Row> rows) {
        return rows.stream()
                .map(row -> row.positionText() + new String(row.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> skus(List<Row> rows, int limit) {
        return rows.stream()
                .limit(limit)
                .map(Row::positionText)
                .map(place -> place.substring(place.lastIndexOf('\u0001') + 1))
                .toList();
    }

    private static ListingQuery after(ListingQuery page, Row last) {
        return new ListingQuery(
                page.sort(),
                page.category(),
                page.brand(),
                page.currency(),
                page.minPrice(),
                page.maxPrice(),
                page.inStock(),
                page.search(),
                page.limit(),
                last.positionText());
    }

    @Test
    void listsOverHttp() {
        whole.append(
                registered("h1", "Éclair", "Bakery/Sweet", "2.00"),
                registered("h2", "eclair", "Bakery/Sweet", "1.00"),
                registered("h3", "Eclairs", "Bakery", "3.00"));
        String token = new ConsistencyToken(Map.of("product:h1", 0L, "product:h2", 0L, "product:h3", 0L)).encoded();
        Answer first = whole.get("/v1/products?category=Bakery&limit=2", "Consistency-Token", token);
        assertThat(first.body().path("items").findValuesAsString("sku")).containsExactly("h1", "h2");
        String cursor = first.body().path("nextCursor").asString();
        Answer second = whole.get("/v1/products?category=Bakery&limit=2&cursor=" + cursor);
        assertThat(second.body().path("items").findValuesAsString("sku")).containsExactly("h3");
        assertThat(second.body().has("nextCursor")).isFalse();
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(second.header("Cache-Control")).isEqualTo("public, max-age=1, stale-while-revalidate=5");
    }
}
