package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.core.StringRedisTemplate;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.cache.CacheGenerations;
import stockledger.query.listindex.ShortRebuildPauses;

/** Lists are complete during every kind of Redis outage, and are soon read from Redis again. */
class ListsSurviveRedisOutageTest {

    private static final int PRODUCTS = 60;

    private static RunningQuerySide querySide;
    private static int registered;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(ShortRebuildPauses.SETTINGS);
        querySide.awaitReady(0);
        for (int i = 0; i < PRODUCTS; i++) {
            register();
        }
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @BeforeEach
    void listsAreInRedis() {
        awaitRedis();
    }

    private static void awaitRedis() {
        await("lists are in Redis").ignoreExceptions().until(() -> BrowseLists.areInRedis(querySide));
    }

    private static void register() {
        int number = registered++;
        querySide.append(registered(sku(number), "Cup " + number % 7, "Home/Cups", number % 11 + ".00"));
    }

    private static String sku(int number) {
        return "c%03d".formatted(number);
    }

    private static String token() {
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < registered; i++) {
            seen.put("product:" + sku(i), querySide.version("product:" + sku(i)));
        }
        return new ConsistencyToken(seen).encoded();
    }

    /** The SKUs of the whole category, by pages of seven, all read without the cache of pages. */
    private static List<String> all(String sort) {
        List<String> skus = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = querySide.get(
                    "/v1/products?category=Home&limit=7&sort=" + sort + cursor, "Consistency-Token", token());
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            skus.addAll(page.body().path("items").findValuesAsString("sku"));
            String next = page.body().path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return skus;
    }

    private static void assertComplete() {
        assertThat(all("name")).hasSize(registered).doesNotHaveDuplicates();
        assertThat(all("-price")).hasSize(registered).doesNotHaveDuplicates();
    }

    private static void awaitProjected() {
        await().until(() -> querySide.get("/v1/admin/projections").body().path("items").findValues("lagEvents").stream()
                .allMatch(lag -> lag.asLong(1) == 0));
    }

    private static StringRedisTemplate redis() {
        return querySide.bean(StringRedisTemplate.class);
    }

    @Test
    void redisMayBeEmptied() {
        List<String> before = all("price");
        redis().getConnectionFactory().getConnection().serverCommands().flushAll();
        for (int i = 0; i < 5; i++) {
            assertThat(all("price")).isEqualTo(before);
            register();
            assertComplete();
            before = all("price");
        }
        awaitRedis();
        assertThat(all("price")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lists", "items", "entries", "counts", "facets", "name", "price"})
    void redisMayEvictASingleKey(String key) {
        Set<String> keys = redis().keys("list-index:{sku:lists:1:*:" + key);
        assertThat(keys).isNotEmpty();
        redis().delete(keys);
        assertComplete();
        // The projection creates the key again, with this one product.
        register();
        assertComplete();
        awaitRedis();
        assertComplete();
    }

    @Test
    void redisMayRestartWithOldData() {
        querySide.stopRedis();
        assertComplete();
        register();
        querySide.append(new ProductRepriced(new Sku(sku(0)), Money.of("99.00", "GBP")));
        assertThat(all("-price")).hasSize(registered).startsWith(sku(0));
        querySide.startRedis();
        await().during(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(all("-price")).hasSize(registered).startsWith(sku(0)));
        awaitRedis();
        assertThat(all("-price")).hasSize(registered).startsWith(sku(0));
    }

    @Test
    void redisMayFreeze() {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < registered; i++) {
            before.add(sku(i));
        }
        String lists = CacheGenerations.listIdKnownTo(querySide.instance(0));
        String pages = CacheGenerations.idKnownTo(querySide.instance(0));
        Object rebuild = redis().opsForHash().get("list-index:{sku:lists:1:" + lists + ":0}:lists", "complete");
        assertThat(rebuild).isNotNull();
        // A batch that an earlier outage interrupted is retried later, and misses Redis again while it is frozen.
        awaitProjected();
        before.removeAll(CacheGenerations.invalidated(querySide.instance(0), "sku:pages:1", before));
        querySide.redis().freeze();
        try {
            assertComplete();
            register();
            assertComplete();
        } finally {
            querySide.redis().thaw();
        }
        awaitRedis();
        assertComplete();
        // The missed writes were replayed, and everything else stayed valid.
        assertThat(CacheGenerations.listIdKnownTo(querySide.instance(0))).isEqualTo(lists);
        assertThat(redis().opsForHash().get("list-index:{sku:lists:1:" + lists + ":0}:lists", "complete"))
                .isEqualTo(rebuild);
        assertThat(CacheGenerations.idKnownTo(querySide.instance(0))).isEqualTo(pages);
        String last = sku(registered - 1);
        before.removeIf(sku -> CacheGenerations.shareASlot(sku, last));
        assertThat(CacheGenerations.invalidated(querySide.instance(0), "sku:pages:1", List.of(last)))
                .containsExactly(last);
        assertThat(CacheGenerations.invalidated(querySide.instance(0), "sku:pages:1", before))
                .isEmpty();
        assertThat(querySide.counter(0, "stockledger.cache.missed.writes", "kind", "lists"))
                .isPositive();
        assertThat(querySide.counter(0, "stockledger.cache.missed.writes", "kind", "responses"))
                .isPositive();
    }

    @Test
    void redisMayBeTooSmall() {
        memory("1");
        try {
            register();
            assertComplete();
        } finally {
            memory("0");
        }
        awaitRedis();
        assertComplete();
    }

    private static void memory(String bytes) {
        redis().getConnectionFactory().getConnection().serverCommands().setConfig("maxmemory", bytes);
    }

    @Test
    void pagingReturnsEachUnmovedProductOnce() {
        awaitProjected();
        Random random = new Random(7);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = querySide.get("/v1/products?category=Home&limit=5&sort=price" + cursor);
            page.body().path("items").findValuesAsString("sku").forEach(seen::add);
            String next = page.body().path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
            for (int i = 0; i < 5; i++) {
                // Every third product moves between the ends of the list, and the stock of all changes.
                String moving = sku(random.nextInt(PRODUCTS / 3) * 3);
                String price = random.nextBoolean() ? "0.50" : "77.00";
                querySide.append(
                        new ProductRepriced(new Sku(moving), Money.of(price, "GBP")),
                        received(sku(random.nextInt(PRODUCTS)), "main", 1));
            }
            if (random.nextInt(4) == 0) {
                redis().getConnectionFactory().getConnection().serverCommands().flushAll();
            }
        } while (!cursor.isEmpty());
        List<String> unmoved = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            if (i % 3 != 0) {
                unmoved.add(sku(i));
            }
        }
        assertThat(seen.stream().filter(unmoved::contains)).containsExactlyInAnyOrderElementsOf(unmoved);
    }

    @Test
    void aFirstPageIsReadOnceWithinTheBoundOnStaleness() {
        double before = lookups();
        for (int i = 0; i < 20; i++) {
            assertThat(querySide.get("/v1/products?brand=Acme&limit=3").status())
                    .isEqualTo(200);
        }
        double withoutToken = lookups() - before;
        assertThat(withoutToken)
                .as("again only when the cached page is too old")
                .isBetween(1.0, 10.0);
        String token = ConsistencyToken.of("product:c001", querySide.version("product:c001"))
                .encoded();
        querySide.get("/v1/products?brand=Acme&limit=3", "Consistency-Token", token);
        querySide.get("/v1/products?brand=Acme&limit=3", "Consistency-Token", token);
        assertThat(lookups() - before - withoutToken)
                .as("with a token it is read")
                .isGreaterThanOrEqualTo(2);
    }

    private static double lookups() {
        return querySide.counter(0, "stockledger.cache.lookups", "level", "redis", "result", "hit");
    }
}
