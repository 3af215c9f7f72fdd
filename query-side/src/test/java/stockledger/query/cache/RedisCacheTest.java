package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.RunningQuerySide;

class RedisCacheTest {

    private static RunningQuerySide shop;
    private static RedisCache shelves;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
        shelves = shop.bean(RedisCache.class);
        await().until(() -> {
            shelves.put("warm", Map.of("up", ready(1, "x")));
            return shelves.get(shelves.open("warm"), "up") != null;
        });
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    private static CachedResponse ready(long revision, String body) {
        return new CachedResponse(revision, revision, -1, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(CachedResponse ready) {
        return new String(ready.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theAnswerOfTheNewerDocumentStays() {
        shelves.put("one", Map.of("a", ready(12, "{\"new\":1}"), "b", ready(1, "b")));
        shelves.put("one", Map.of("a", ready(9, "old")));
        shelves.fill(shelves.open("one"), "a", ready(11, "old too"));
        CachedResponse kept = shelves.get(shelves.open("one"), "a");
        assertThat(kept.revision()).isEqualTo(12);
        assertThat(kept.productVersion()).isEqualTo(12);
        assertThat(kept.stockVersion()).isEqualTo(-1);
        assertThat(body(kept)).isEqualTo("{\"new\":1}");
        assertThat(shelves.get(shelves.open("one"), List.of("a", "missing", "b")))
                .containsOnlyKeys("a", "b");
        shelves.put("one", Map.of("a", ready(13, "newer")));
        assertThat(body(shelves.get(shelves.open("one"), "a"))).isEqualTo("newer");
    }

    @Test
    void whatCouldNotBeWrittenIsGivenUpAndAShelfThatWasOpenStaysAsItWas() {
        shelves.put("two", Map.of("a", ready(1, "before"), "b", ready(1, "stays")));
        shelves.put("another", Map.of("a", ready(1, "of another shelf")));
        RedisCache.Shelf opened = shelves.open("two");
        assertThat(CacheWords.shareASlot("a", "b")).isFalse();
        CacheGenerationStore generation = shop.bean(CacheGenerationStore.class);
        for (int times = 1; times <= 2; times++) {
            generation.doubt(generation.read(), "two", List.of("a"));
            assertThat(body(shelves.get(shelves.open("another"), "a"))).isEqualTo("of another shelf");
            assertThat(shelves.get(shelves.open("two"), "a")).isNull();
            assertThat(body(shelves.get(shelves.open("two"), "b"))).isEqualTo("stays");
            RedisCache.Shelf before = opened;
            shelves.fill(before, "a", ready(8, "made of an old document"));
            await().until(() -> shelves.get(before, "a").revision() == 8);
            assertThat(shelves.get(shelves.open("two"), "a")).isNull();
            shelves.put("two", Map.of("a", ready(7, "after")));
            assertThat(body(shelves.get(shelves.open("two"), "a"))).isEqualTo("after");
            opened = shelves.open("two");
        }
    }

    @Test
    void aRedisThatBeganAnewIsNotBelieved() {
        shelves.put("three", Map.of("a", ready(1, "before")));
        shop.bean(CacheGenerationStore.class).met("another run");
        assertThat(shelves.get(shelves.open("three"), "a")).isNull();
        shelves.look();
    }

    @Test
    void whatNobodyWroteIsNoAnswer() {
        RedisCache.Shelf shelf = shelves.open("four");
        StringRedisTemplate redis = shop.bean(StringRedisTemplate.class);
        for (String nonsense : new String[] {"", "1", "1 2", "1 2 3", "1 2 x\nbody", "\n"}) {
            redis.opsForValue().set(shelf.nameOf("n"), nonsense);
            assertThat(shelves.get(shelf, "n")).as(nonsense).isNull();
        }
        redis.opsForValue().set(shelf.nameOf("n"), "1 2 3\n");
        assertThat(shelves.get(shelf, "n").body()).isEmpty();
    }

    @Test
    void whoIsToldOfMoreReadsNoDocumentForAnAnswerThatRedisHolds() {
        TieredCache all = shop.bean(TieredCache.class);
        shelves.put("five", Map.of("p", ready(3, "held")));
        FreshnessRequirement newer = FreshnessRequirement.by(ConsistencyToken.of(new Sku("p").productStream(), 4));
        List<String> read = new ArrayList<>();
        TieredCache.Source documents = keys -> {
            read.addAll(keys);
            return Map.of(keys.get(0), ready(4, "read"));
        };
        assertThat(body(all.find("five", "p", newer.patiently(), documents))).isEqualTo("held");
        assertThat(read).isEmpty();
        assertThat(body(all.find("five", "lost", newer.patiently(), documents))).isEqualTo("read");
        assertThat(body(all.find("five", "p", newer, documents))).isEqualTo("read");
        assertThat(read).containsExactly("lost", "p");
    }

    @Test
    void whatAQuestionPutsBackIsToldToAllSinceWhatIsPutNextMayLookTheSame() {
        String heard = "stockledger.cache.changes.heard";
        await("hears of what is put").until(() -> {
            double before = shop.counted(0, heard);
            shelves.put("six", Map.of("h" + System.nanoTime(), ready(1, "x")));
            return shop.counted(0, heard) > before;
        });
        shelves.put("six", Map.of("a", ready(1, "5 left")));
        AtomicInteger told = new AtomicInteger();
        shop.bean(InvalidationEvents.class).tell((shelf, key) -> {
            if (shelf.equals("six") && key.equals("a")) {
                told.incrementAndGet();
            }
        });
        shelves.fill(shelves.open("six"), "a", ready(2, "10 left"));
        shelves.put("six", Map.of("a", ready(3, "10 left")));
        await().untilAsserted(() -> assertThat(told).hasPositiveValue());
        assertThat(shelves.get(shelves.open("six"), "a").revision()).isEqualTo(3);
    }
}
