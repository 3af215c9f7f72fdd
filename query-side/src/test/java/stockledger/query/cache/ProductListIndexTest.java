package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.query.RunningQuerySide;
import stockledger.query.cache.ListEntry.Side;
import stockledger.query.cache.ListEntry.SortOrder;
import stockledger.query.cache.ListEntry.SortPositions;

/** What stands in an aisle is the newest that is known of it, and an aisle that lacks something is not asked. */
class ProductListIndexTest {

    private static RunningQuerySide shop;
    private static ProductListIndex aisles;
    private static RedisScripts scripts;
    private static int shelves;

    private String name;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
        aisles = shop.bean(ProductListIndex.class);
        scripts = shop.bean(RedisScripts.class);
        await().until(() -> shop.bean(CacheGenerationStore.class).known() != null
                && !shop.bean(RedisCache.class).isLeftAlone());
        shop.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void anEmptyShop() {
        name = "test:" + ++shelves;
    }

    private ListIndexKeys keys() {
        return ListIndexKeys.of(
                name, shop.bean(CacheGenerationStore.class).read().aisles(), 0);
    }

    private boolean begin(String filler) {
        return scripts.tell(ListIndexScripts.BEGIN, keys().all(), text(filler), text("60000"), text("60")) == 1;
    }

    private boolean finish(String filler) {
        return scripts.tell(ListIndexScripts.FINISH, keys().all(), text(filler)) == 1;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ListEntry product(String sku, long revision, String place, String price, String... within) {
        List<String> wide = new ArrayList<>(List.of("c"));
        wide.addAll(List.of(within));
        String end = ListEntry.BETWEEN + sku;
        SortPositions stand = new SortPositions(
                price, Side.FRONT, List.of(place + end, price + end, "1" + end), wide, List.of("p" + price));
        return new ListEntry(sku, revision, revision, -1, stand, text(place + revision));
    }

    private List<String> bodies(String aisle) {
        List<Row> rows =
                aisles.walk(name, new RangeQuery(List.of(aisle), SortOrder.NAME, false, null, null, null, null, 100));
        return rows == null
                ? List.of("nobody knows")
                : rows.stream()
                        .map(row -> new String(row.body(), StandardCharsets.UTF_8))
                        .toList();
    }

    @Test
    void olderNeverReplacesNewer() {
        begin("f");
        finish("f");
        aisles.put(name, List.of(product("x", 5, "m", "20", "cHome"), product("y", 1, "a", "10", "cHome")));
        aisles.put(name, List.of(product("x", 4, "b", "30", "cGarden")));
        assertThat(bodies("c")).containsExactly("a1", "m5");
        assertThat(bodies("cGarden")).isEmpty();
        aisles.put(name, List.of(product("x", 6, "b", "30", "cGarden")));
        assertThat(bodies("c")).containsExactly("a1", "b6");
        assertThat(bodies("cHome")).containsExactly("a1");
        assertThat(bodies("cGarden")).containsExactly("b6");
        assertThat(aisles.seen(name, List.of("x", "z")))
                .isEqualTo(Map.of("x", new ProductListIndex.Seen(6, -1), "z", new ProductListIndex.Seen(-1, -1)));
    }

    @Test
    void whatIsCountedFollowsWhatStands() {
        begin("f");
        finish("f");
        aisles.put(name, List.of(product("x", 1, "m", "20", "cHome", "cHome/A"), product("y", 1, "a", "20", "cHome")));
        aisles.put(name, List.of(product("x", 2, "m", "30", "cHome", "cHome/B")));
        Map<Character, Integer> most = new java.util.LinkedHashMap<>();
        most.put('p', 5);
        most.put('k', 5);
        assertThat(aisles.count(name, "c", most))
                .isEqualTo(new ProductListIndex.Counts(2, Map.of("p20", 1L, "p30", 1L, "kHome", 2L)));
        assertThat(aisles.count(name, "cHome", most))
                .isEqualTo(new ProductListIndex.Counts(2, Map.of("p20", 1L, "p30", 1L, "kHome/B", 1L)));
        assertThat(aisles.count(name, "cNowhere", most)).isEqualTo(new ProductListIndex.Counts(0, Map.of()));
    }

    @Test
    void whatWasNotDeclaredFullIsNotAsked() {
        aisles.put(name, List.of(product("x", 1, "m", "20")));
        assertThat(bodies("c")).containsExactly("nobody knows");
        assertThat(aisles.seen(name, List.of("x"))).isNull();
        begin("f");
        aisles.put(name, List.of(product("x", 1, "m", "20")));
        assertThat(bodies("c")).containsExactly("nobody knows");
        finish("f");
        assertThat(bodies("c")).containsExactly("m1");
    }

    @Test
    void aListThatIsOwedAProductIsNotAskedUntilItHasIt() {
        begin("f");
        finish("f");
        aisles.put(name, List.of(product("x", 1, "m", "20")));
        CacheGenerationStore generation = shop.bean(CacheGenerationStore.class);
        CacheGeneration before = generation.read();
        generation.owe(before, name, List.of("x", "y"));
        generation.owe(generation.read(), "another:1", List.of("z"));
        assertThat(bodies("c")).containsExactly("nobody knows");
        assertThat(aisles.seen(name, List.of("x"))).isNull();
        assertThat(generation.read().owedKeys(name)).isEqualTo(2);
        generation.settle(before, generation.read().owed().keySet());
        assertThat(bodies("c")).containsExactly("m1");
        assertThat(generation.read().aisles()).isEqualTo(before.aisles());
    }

    @Test
    void whatAnEpochIsOwedThatIsGoneIsForgotten() {
        CacheGenerationStore generation = shop.bean(CacheGenerationStore.class);
        generation.owe(generation.read(), "browse:0", List.of("x"));
        generation.owe(generation.read(), "browse:99", List.of("y"));
        await().untilAsserted(
                        () -> assertThat(generation.read().owedKeys("browse:0")).isZero());
        assertThat(generation.read().owedKeys("browse:99"))
                .as("an epoch that may begin yet")
                .isOne();
        assertThat(MissedWriteReplayer.isBeforeAll("browse:9", List.of("browse:10", "browse:11")))
                .isTrue();
        assertThat(MissedWriteReplayer.isBeforeAll("browse:10", List.of("browse:10", "browse:11")))
                .isFalse();
        assertThat(MissedWriteReplayer.isBeforeAll("browse:9", List.of("rows:10")))
                .isFalse();
        assertThat(MissedWriteReplayer.isBeforeAll("browse:9", List.of())).isFalse();
        generation.settle(generation.read(), generation.read().owed().keySet());
    }

    @Test
    void whatIsOwedTooMuchIsFilledAnew() {
        begin("f");
        finish("f");
        CacheGenerationStore generation = shop.bean(CacheGenerationStore.class);
        CacheGeneration before = generation.read();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < CacheGenerationStore.MOST_OWED; i++) {
            many.add("s" + i);
        }
        generation.owe(before, name, many);
        assertThat(generation.read().aisles()).isEqualTo(before.aisles());
        CacheGeneration owing = generation.read();
        generation.owe(owing, name, List.of("one more"));
        assertThat(generation.read().aisles()).isNotEqualTo(before.aisles());
        assertThat(generation.read().owed()).isEmpty();
        assertThat(generation.read().word()).as("answers stay").isEqualTo(before.word());
        generation.owe(before, name, List.of("under a word that is believed no more"));
        assertThat(generation.read().owed()).isEmpty();
    }

    @Test
    void oneFillsAtATimeAndWhoeverWasOvertakenDeclaresNothing() {
        assertThat(begin("slow")).isTrue();
        assertThat(begin("other")).isFalse();
        aisles.put(name, List.of(product("x", 1, "m", "20")));
        scripts.tell(ListIndexScripts.RELEASE, keys().all(), text("other"));
        assertThat(begin("other")).as("who does not fill releases nothing").isFalse();
        scripts.tell(ListIndexScripts.RELEASE, keys().all(), text("slow"));
        assertThat(begin("other")).isTrue();
        assertThat(scripts.tell(ListIndexScripts.EXTEND, keys().all(), text("slow"), text("60000")))
                .isZero();
        assertThat(finish("slow")).as("what it put is wiped").isFalse();
        assertThat(bodies("c")).containsExactly("nobody knows");
        assertThat(finish("other")).isTrue();
        assertThat(bodies("c")).isEmpty();
    }

    @Test
    void aWalkThatIsTooLongIsLeftToMongo() {
        begin("f");
        finish("f");
        List<ListEntry> many = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            many.add(product("s" + i, 1, "%04d".formatted(i), i == 1_500 || i == 2_400 ? "90" : "10"));
        }
        aisles.put(name, many);
        RangeQuery one = new RangeQuery(List.of("c"), SortOrder.NAME, false, null, null, "90", null, 1);
        RangeQuery two = new RangeQuery(List.of("c"), SortOrder.NAME, false, null, null, "90", null, 2);
        assertThat(aisles.walk(name, one))
                .singleElement()
                .matches(row -> row.placeText().endsWith("s1500"));
        assertThat(aisles.walk(name, two)).isNull();
        RangeQuery byPrice = new RangeQuery(List.of("c"), SortOrder.PRICE, true, null, null, "90", null, 5);
        assertThat(aisles.walk(name, byPrice)).hasSize(2);
    }

    @Test
    void aProductThatIsInNoListIsKnownAllTheSame() {
        begin("f");
        finish("f");
        aisles.put(name, List.of(new ListEntry("x", 1, -1, 7, null, new byte[0])));
        assertThat(bodies("c")).isEmpty();
        assertThat(aisles.seen(name, List.of("x"))).isEqualTo(Map.of("x", new ProductListIndex.Seen(-1, 7)));
        aisles.put(name, List.of(product("x", 2, "m", "20")));
        assertThat(bodies("c")).containsExactly("m2");
    }
}
