package stockledger.query.listindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.query.cache.CacheFixture;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.RedisScript;
import stockledger.query.listindex.ListEntry.Placement;
import stockledger.query.listindex.ListEntry.SortOrder;
import stockledger.query.listindex.ListEntry.StockState;

/** Lists hold the newest revision of each product, and a list that may lack one is not used. */
class ProductListIndexTest {

    private static CacheFixture fixture;
    private static CacheGenerationStore generation;
    private static ProductListIndex index;
    private static int regions;

    private String region;

    @BeforeAll
    static void start() {
        fixture = new CacheFixture();
        generation = fixture.generation;
        index = new ProductListIndex(fixture.redis, generation, fixture.meters, Duration.ofHours(1), 2_000);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void emptyRegion() {
        region = "test:" + ++regions;
    }

    private void put(List<ListEntry> products) {
        boolean unused = index.put(generation.read(), region, products).getAsBoolean();
    }

    private long execute(RedisScript script, String... arguments) {
        return fixture.redis.execute(
                script,
                ListIndexKeys.of(region, generation.read().listId(), 0).all(),
                Stream.of(arguments).map(ListIndexKeys::ascii).toArray(byte[][]::new));
    }

    private boolean begin(String rebuild) {
        return execute(ListIndexScripts.BEGIN, rebuild, "60000", "60") == 1;
    }

    private boolean finish(String rebuild) {
        return execute(ListIndexScripts.FINISH, rebuild) == 1;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ListEntry product(String sku, long revision, String name, String price, String... categories) {
        List<String> lists = new ArrayList<>(List.of("c"));
        lists.addAll(List.of(categories));
        String end = ListEntry.SEPARATOR + sku;
        Placement placement = new Placement(
                price, StockState.IN_STOCK, List.of(name + end, price + end, "1" + end), lists, List.of("p" + price));
        return new ListEntry(sku, revision, revision, -1, placement, text(name + revision));
    }

    private List<String> bodies(String list) {
        List<Row> rows =
                index.query(region, new RangeQuery(List.of(list), SortOrder.NAME, false, null, null, null, null, 100));
        return rows == null
                ? List.of("unknown")
                : rows.stream()
                        .map(row -> new String(row.body(), StandardCharsets.UTF_8))
                        .toList();
    }

    @Test
    void anOlderRevisionNeverReplacesANewerOne() {
        begin("f");
        finish("f");
        put(List.of(product("x", 5, "m", "20", "cHome"), product("y", 1, "a", "10", "cHome")));
        put(List.of(product("x", 4, "b", "30", "cGarden")));
        assertThat(bodies("c")).containsExactly("a1", "m5");
        assertThat(bodies("cGarden")).isEmpty();
        put(List.of(product("x", 6, "b", "30", "cGarden")));
        assertThat(bodies("c")).containsExactly("a1", "b6");
        assertThat(bodies("cHome")).containsExactly("a1");
        assertThat(bodies("cGarden")).containsExactly("b6");
        assertThat(index.versions(region, List.of("x", "z")))
                .isEqualTo(Map.of(
                        "x",
                        new ProductListIndex.FoldedVersions(6, -1),
                        "z",
                        new ProductListIndex.FoldedVersions(-1, -1)));
    }

    @Test
    void countsFollowTheProductsInTheLists() {
        begin("f");
        finish("f");
        put(List.of(product("x", 1, "m", "20", "cHome", "cHome/A"), product("y", 1, "a", "20", "cHome")));
        put(List.of(product("x", 2, "m", "30", "cHome", "cHome/B")));
        Map<Character, Integer> limits = new LinkedHashMap<>();
        limits.put('p', 5);
        limits.put('k', 5);
        assertThat(index.count(region, "c", limits))
                .isEqualTo(new ProductListIndex.Counts(2, Map.of("p20", 1L, "p30", 1L, "kHome", 2L)));
        assertThat(index.count(region, "cHome", limits))
                .isEqualTo(new ProductListIndex.Counts(2, Map.of("p20", 1L, "p30", 1L, "kHome/B", 1L)));
        assertThat(index.count(region, "cNowhere", limits)).isEqualTo(new ProductListIndex.Counts(0, Map.of()));
    }

    @Test
    void aListThatIsNotCompleteIsNotUsed() {
        put(List.of(product("x", 1, "m", "20")));
        assertThat(bodies("c")).containsExactly("unknown");
        assertThat(index.versions(region, List.of("x"))).isNull();
        begin("f");
        put(List.of(product("x", 1, "m", "20")));
        assertThat(bodies("c")).containsExactly("unknown");
        finish("f");
        assertThat(bodies("c")).containsExactly("m1");
    }

    @Test
    void aListWithAMissedWriteIsNotUsedUntilItIsReplayed() {
        begin("f");
        finish("f");
        put(List.of(product("x", 1, "m", "20")));
        CacheGeneration before = generation.read();
        generation.recordMissedWrite(before, region, List.of("x", "y"));
        generation.recordMissedWrite(generation.read(), "another:1", List.of("z"));
        assertThat(bodies("c")).containsExactly("unknown");
        assertThat(index.versions(region, List.of("x"))).isNull();
        assertThat(generation.read().missedKeys(region)).isEqualTo(2);
        generation.clearMissedWrites(before, generation.read().missedWrites().keySet());
        assertThat(bodies("c")).containsExactly("m1");
        assertThat(generation.read().listId()).isEqualTo(before.listId());
    }

    @Test
    void missedWritesOfARemovedEpochAreCleared() {
        generation.recordMissedWrite(generation.read(), "sku:lists:0", List.of("x"));
        generation.recordMissedWrite(generation.read(), "sku:lists:99", List.of("y"));
        new MissedWriteReplayer(index, fixture.redis, generation, List.of(new NoProducts("sku:lists:1")), () -> true)
                .replay();
        assertThat(generation.read().missedKeys("sku:lists:0")).isZero();
        assertThat(generation.read().missedKeys("sku:lists:99"))
                .as("an epoch that may still start")
                .isOne();
        assertThat(MissedWriteReplayer.isBeforeAll("sku:lists:9", List.of("sku:lists:10", "sku:lists:11")))
                .isTrue();
        assertThat(MissedWriteReplayer.isBeforeAll("sku:lists:10", List.of("sku:lists:10", "sku:lists:11")))
                .isFalse();
        assertThat(MissedWriteReplayer.isBeforeAll("sku:lists:9", List.of("rows:10")))
                .isFalse();
        assertThat(MissedWriteReplayer.isBeforeAll("sku:lists:9", List.of())).isFalse();
        generation.clearMissedWrites(
                generation.read(), generation.read().missedWrites().keySet());
    }

    @Test
    void tooManyMissedWritesStartANewGenerationOfLists() {
        begin("f");
        finish("f");
        CacheGeneration before = generation.read();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < CacheGenerationStore.MAX_MISSED_KEYS; i++) {
            many.add("s" + i);
        }
        generation.recordMissedWrite(before, region, many);
        assertThat(generation.read().listId()).isEqualTo(before.listId());
        CacheGeneration withMissedWrites = generation.read();
        generation.recordMissedWrite(withMissedWrites, region, List.of("one more"));
        assertThat(generation.read().listId()).isNotEqualTo(before.listId());
        assertThat(generation.read().missedWrites()).isEmpty();
        assertThat(generation.read().id()).as("responses stay valid").isEqualTo(before.id());
        generation.recordMissedWrite(before, region, List.of("under a retired generation"));
        assertThat(generation.read().missedWrites()).isEmpty();
    }

    @Test
    void oneRebuildRunsAtATimeAndASupersededOneCompletesNothing() {
        assertThat(begin("slow")).isTrue();
        assertThat(begin("other")).isFalse();
        put(List.of(product("x", 1, "m", "20")));
        execute(ListIndexScripts.RELEASE, "other");
        assertThat(begin("other")).as("only the holder releases the lock").isFalse();
        execute(ListIndexScripts.RELEASE, "slow");
        assertThat(begin("other")).isTrue();
        assertThat(execute(ListIndexScripts.EXTEND, "slow", "60000")).isZero();
        assertThat(finish("slow")).as("its products were deleted").isFalse();
        assertThat(bodies("c")).containsExactly("unknown");
        assertThat(finish("other")).isTrue();
        assertThat(bodies("c")).isEmpty();
    }

    @Test
    void aQueryThatScansTooManyProductsIsLeftToMongo() {
        begin("f");
        finish("f");
        List<ListEntry> many = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            many.add(product("s" + i, 1, "%04d".formatted(i), i == 1_500 || i == 2_400 ? "90" : "10"));
        }
        put(many);
        RangeQuery one = new RangeQuery(List.of("c"), SortOrder.NAME, false, null, null, "90", null, 1);
        RangeQuery two = new RangeQuery(List.of("c"), SortOrder.NAME, false, null, null, "90", null, 2);
        assertThat(index.query(region, one))
                .singleElement()
                .matches(row -> row.positionText().endsWith("s1500"));
        assertThat(index.query(region, two)).isNull();
        RangeQuery byPrice = new RangeQuery(List.of("c"), SortOrder.PRICE, true, null, null, "90", null, 5);
        assertThat(index.query(region, byPrice)).hasSize(2);
    }

    @Test
    void aProductInNoListHasVersions() {
        begin("f");
        finish("f");
        put(List.of(new ListEntry("x", 1, -1, 7, null, new byte[0])));
        assertThat(bodies("c")).isEmpty();
        assertThat(index.versions(region, List.of("x")))
                .isEqualTo(Map.of("x", new ProductListIndex.FoldedVersions(-1, 7)));
        put(List.of(product("x", 2, "m", "20")));
        assertThat(bodies("c")).containsExactly("m2");
    }

    @Test
    void missedWritesAreReplayedFromTheDocuments() {
        begin("f");
        finish("f");
        put(List.of(product("x", 1, "m", "20")));
        generation.recordMissedWrite(generation.read(), region, List.of("x"));
        new MissedWriteReplayer(
                        index,
                        fixture.redis,
                        generation,
                        List.of(new NoProducts(region) {
                            @Override
                            public List<ListEntry> find(String name, Collection<String> keys) {
                                return keys.contains("x") ? List.of(product("x", 2, "n", "20")) : List.of();
                            }
                        }),
                        () -> true)
                .replay();
        assertThat(bodies("c")).containsExactly("n2");
    }

    /** A projection without documents. */
    private static class NoProducts implements ListSource {
        private final String region;

        NoProducts(String region) {
            this.region = region;
        }

        @Override
        public Collection<String> regions() {
            return List.of(region);
        }

        @Override
        public List<ListEntry> find(String name, Collection<String> keys) {
            return List.of();
        }

        @Override
        public void forEachBatch(String name, Consumer<List<ListEntry>> consumer) {}
    }
}
