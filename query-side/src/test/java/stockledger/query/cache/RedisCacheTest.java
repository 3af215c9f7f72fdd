package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;

class RedisCacheTest {

    private static CacheFixture fixture;
    private static CacheGenerationStore generation;
    private static RedisCache cache;
    private static LocalCache local;

    @BeforeAll
    static void start() {
        fixture = new CacheFixture();
        generation = fixture.generation;
        cache = new RedisCache(fixture.redis, generation, fixture.meters, Duration.ofHours(1));
        local = LocalCacheTest.cache(fixture.meters);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static CachedResponse response(long revision, String body) {
        return new CachedResponse(revision, revision, -1, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(CachedResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void put(String region, Map<String, CachedResponse> responses) {
        boolean unused = cache.put(generation.read(), Map.of(region, responses)).getAsBoolean();
    }

    private static CachedResponse get(RedisCache.Region region, String key) {
        return cache.get(region, List.of(key)).get(key);
    }

    private static CachedResponse get(String region, String key) {
        return get(cache.open(region), key);
    }

    @Test
    void theResponseOfTheNewerRevisionIsKept() {
        put("one", Map.of("a", response(12, "{\"new\":1}"), "b", response(1, "b")));
        put("one", Map.of("a", response(9, "old")));
        cache.putBack(cache.open("one"), "a", response(11, "old too"));
        CachedResponse kept = get("one", "a");
        assertThat(kept.revision()).isEqualTo(12);
        assertThat(kept.productVersion()).isEqualTo(12);
        assertThat(kept.stockVersion()).isEqualTo(-1);
        assertThat(body(kept)).isEqualTo("{\"new\":1}");
        assertThat(cache.get(cache.open("one"), List.of("a", "missing", "b"))).containsOnlyKeys("a", "b");
        put("one", Map.of("a", response(13, "newer")));
        assertThat(body(get("one", "a"))).isEqualTo("newer");
    }

    @Test
    void aMissedWriteInvalidatesItsSlotAndARegionThatWasOpenedBeforeKeepsItsKeys() {
        put("two", Map.of("a", response(1, "before"), "b", response(1, "stays")));
        put("another", Map.of("a", response(1, "of another region")));
        RedisCache.Region opened = cache.open("two");
        assertThat(CacheGenerations.shareASlot("a", "b")).isFalse();
        for (int times = 1; times <= 2; times++) {
            generation.invalidateSlots(generation.read(), "two", List.of("a"));
            assertThat(body(get("another", "a"))).isEqualTo("of another region");
            assertThat(get("two", "a")).isNull();
            assertThat(body(get("two", "b"))).isEqualTo("stays");
            RedisCache.Region before = opened;
            cache.putBack(before, "a", response(8, "rendered from an old document"));
            await().until(() -> get(before, "a").revision() == 8);
            assertThat(get("two", "a")).isNull();
            put("two", Map.of("a", response(7, "after")));
            assertThat(body(get("two", "a"))).isEqualTo("after");
            opened = cache.open("two");
        }
    }

    @Test
    void dataOfARestartedRedisIsNotUsed() {
        put("three", Map.of("a", response(1, "before")));
        generation.verifyRedis("another run");
        assertThat(get("three", "a")).isNull();
        verify();
    }

    @Test
    void anEmptiedRedisStartsANewGeneration() {
        verify();
        String before = generation.read().id();
        verify();
        assertThat(generation.read().id()).isEqualTo(before);
        fixture.commands()
                .getConnectionFactory()
                .getConnection()
                .serverCommands()
                .flushAll();
        verify();
        assertThat(generation.read().id()).isNotEqualTo(before);
    }

    private void verify() {
        cache.verify(fixture.redis.command(RedisCache::identity));
    }

    @Test
    void aMalformedValueIsAMiss() {
        RedisCache.Region region = cache.open("four");
        for (String malformed : new String[] {"", "1", "1 2", "1 2 3", "1 2 x\nbody", "\n"}) {
            fixture.commands().opsForValue().set(region.keyOf("n"), malformed);
            assertThat(get(region, "n")).as(malformed).isNull();
        }
        fixture.commands().opsForValue().set(region.keyOf("n"), "1 2 3\n");
        assertThat(get(region, "n").body()).isEmpty();
    }

    @Test
    void aCallerWhoIsNotifiedOfChangesReadsNoDocumentForAResponseInRedis() {
        TieredCache all = new TieredCache(
                local,
                cache,
                fixture.meters,
                new CacheSettings(
                        null,
                        Duration.ofHours(1),
                        DataSize.ofKilobytes(2),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofMillis(200)));
        put("five", Map.of("p", response(3, "in Redis")));
        FreshnessRequirement newer = FreshnessRequirement.of(ConsistencyToken.of(new Sku("p").productStream(), 4));
        List<String> read = new ArrayList<>();
        TieredCache.Loader documents = keys -> {
            read.addAll(keys);
            return Map.of(keys.get(0), response(4, "rendered"));
        };
        assertThat(body(all.find("five", "p", newer.allowingStaleFromRedis(), documents)))
                .isEqualTo("in Redis");
        assertThat(read).isEmpty();
        assertThat(body(all.find("five", "lost", newer.allowingStaleFromRedis(), documents)))
                .isEqualTo("rendered");
        assertThat(body(all.find("five", "p", newer, documents))).isEqualTo("rendered");
        assertThat(read).containsExactly("lost", "p");
    }

    @Test
    void aResponseThatIsPutBackIsPublishedSinceTheNextWriteMayLookTheSame() {
        InvalidationEvents events = new InvalidationEvents(local, generation, Duration.ofSeconds(1));
        InvalidationSubscriber subscriber =
                new InvalidationSubscriber(fixture.factory, fixture.redis, cache, local, events, fixture.meters);
        subscriber.heartbeat();
        await().until(() -> {
            subscriber.heartbeat();
            return local.isSubscribed();
        });
        AtomicInteger received = new AtomicInteger();
        events.addListener((region, key) -> {
            if (region.equals("six") && key.equals("a")) {
                received.incrementAndGet();
            }
        });
        put("six", Map.of("a", response(1, "5 left")));
        await().untilAsserted(() -> assertThat(received).hasValue(1));
        cache.putBack(cache.open("six"), "a", response(2, "10 left"));
        put("six", Map.of("a", response(3, "10 left")));
        await().untilAsserted(() -> assertThat(received).hasValue(2));
        assertThat(get("six", "a").revision()).isEqualTo(3);
        assertThat(fixture.meters.invalidations.count()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aScriptThatRedisForgotIsSentAgain() {
        put("seven", Map.of("a", response(1, "before")));
        fixture.commands()
                .getConnectionFactory()
                .getConnection()
                .scriptingCommands()
                .scriptFlush();
        cache.putBack(cache.open("seven"), "a", response(2, "put back"));
        await().until(() -> get("seven", "a").revision() == 2);
        fixture.commands()
                .getConnectionFactory()
                .getConnection()
                .scriptingCommands()
                .scriptFlush();
        put("seven", Map.of("a", response(3, "put"), "b", response(1, "put")));
        assertThat(get("seven", "a").revision()).isEqualTo(3);
        assertThat(get("seven", "b").revision()).isEqualTo(1);
    }
}
