package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** An entry is served while it is young, or while heartbeats prove that it is valid. */
@ExtendWith(OutputCaptureExtension.class)
class LocalCacheTest {

    /** The common pool has one thread on two processors, and these tests block several. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int KILOBYTE = 1024;
    private static final int LISTS = 400;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CacheMeters meters = new CacheMeters(registry);
    private long now = -5;
    private final LocalCache cache = new LocalCache(settings(DataSize.ofMegabytes(1)), meters, () -> now);

    static LocalCache cache(CacheMeters meters) {
        return new LocalCache(settings(DataSize.ofMegabytes(1)), meters, System::nanoTime);
    }

    private static CacheSettings settings(@Nullable DataSize size) {
        return settings(size, Duration.ofMillis(500));
    }

    private static CacheSettings settings(@Nullable DataSize size, Duration commandTimeout) {
        return new CacheSettings(
                size, Duration.ofHours(1), DataSize.ofKilobytes(2), BOUND, commandTimeout, Duration.ofMillis(200));
    }

    private static CachedResponse response(long revision) {
        return new CachedResponse(revision, revision, -1, new byte[KILOBYTE]);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Loads a key whatever is cached. */
    private static LocalCache.Entry load(LocalCache cache, String key, @Nullable CachedResponse response) {
        return cache.get(
                        List.of(key),
                        (same, entry) -> false,
                        keys -> response == null ? Map.of() : Map.of(key, response))
                .get(key);
    }

    private void load(String key, @Nullable CachedResponse response) {
        load(cache, key, response);
    }

    private void invalidate(String key, long revision) {
        cache.replace(message(revision + " " + key, null), 1);
    }

    private static Invalidation message(String head, @Nullable CachedResponse response) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        if (response != null) {
            message.write('\n');
            message.writeBytes(response.encoded());
        }
        return Objects.requireNonNull(Invalidation.decode(message.toByteArray()));
    }

    private long revision(String key) {
        LocalCache.Entry entry = cache.get(key);
        return entry == null ? -1 : entry.response().revision();
    }

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    @Test
    void aCompressedCopyIsWeighedToo() {
        CachedResponse response = response(1);
        load("a", response);
        await().until(() -> cache.bytes() > KILOBYTE);
        long before = cache.bytes();
        assertThat(response.gzip().compress()).isTrue();
        assertThat(response.gzip().compress()).as("once").isFalse();
        cache.reweigh("a", response(2));
        assertThat(revision("a")).as("another response").isEqualTo(1);
        cache.reweigh("a", response);
        await().until(() -> cache.bytes() == before + response.gzip().size());
    }

    @Test
    void aNegativeSizeIsRefusedAndTheDefaultIsATenthOfTheHeap() {
        assertThatThrownBy(() -> settings(DataSize.ofBytes(-5))).isInstanceOf(IllegalArgumentException.class);
        assertThat(settings(null).maxBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 10);
    }

    @Test
    void shortLivedEntriesDoNotAllExpireAtOnce() {
        ShortTtlCache pages = new ShortTtlCache(cache, () -> "w", meters);
        for (int i = 0; i < LISTS; i++) {
            pages.find("lists:1", "query=" + i, () -> new byte[1]);
        }

        pass(BOUND.dividedBy(2));
        assertThat(cached(pages)).as("half of the bound").isEqualTo(LISTS);
        pass(BOUND.dividedBy(4));
        assertThat(cached(pages)).as("three quarters of it").isBetween(LISTS / 4, LISTS * 3 / 4);
        pass(BOUND.dividedBy(4));
        assertThat(cached(pages)).as("the bound").isZero();
    }

    private static int cached(ShortTtlCache pages) {
        int cached = 0;
        for (int i = 0; i < LISTS; i++) {
            cached += pages.findLocal("lists:1", "query=" + i) == null ? 0 : 1;
        }
        return cached;
    }

    @Test
    void pagesOfIncompleteListsExpireWithTheStateOfTheLists() {
        AtomicReference<String> state = new AtomicReference<>("w");
        ShortTtlCache pages = new ShortTtlCache(cache, state::get, meters);
        pages.find("lists:1", "q", () -> new byte[1]);
        assertThat(pages.findLocal("lists:1", "q")).isNotNull();
        state.set("w+1");
        assertThat(pages.findLocal("lists:1", "q")).isNull();
    }

    @Test
    void aRegionThatIsServedNoLongerIsRemoved() {
        cache.subscribed(1);
        load("page:1:w:a", response(1));
        load("page:2:w:a", response(1));
        cache.removeAll("page:1:w:");
        assertThat(revision("page:1:w:a")).isEqualTo(-1);
        assertThat(revision("page:2:w:a")).isEqualTo(1);
    }

    @Test
    void theCacheIsNearlyFullBeforeItEvicts() {
        for (int i = 0; i < 700; i++) {
            load("page:1:w:" + i, response(1));
        }
        assertThat(cache.isNearlyFull()).isFalse();
        for (int i = 700; i < 830; i++) {
            load("page:1:w:" + i, response(1));
        }
        await().until(cache::isNearlyFull);
        assertThat(meters.processEvictions.count()).isZero();
    }

    @Test
    void withoutHeartbeatsAnEntryIsServedUpToTheBound() {
        load("a", response(1));
        pass(BOUND.minusMillis(1));
        assertThat(revision("a")).isEqualTo(1);
        pass(Duration.ofMillis(2));
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void withHeartbeatsAnEntryIsServedUntilOneIsOlderThanTheBound() {
        cache.subscribed(1);
        load("a", response(1));
        for (int i = 0; i < 100; i++) {
            pass(BOUND.dividedBy(2));
            cache.heartbeat(1, now);
            assertThat(revision("a")).isEqualTo(1);
        }
        pass(BOUND.plusMillis(1));
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void aHeartbeatOfAnotherSubscriptionProvesNothing() {
        cache.subscribed(1);
        load("a", response(1));
        cache.disconnected();
        assertThat(cache.get("a")).as("a lost subscription clears the cache").isNull();
        cache.get(List.of("a"), (same, entry) -> true, keys -> {
            cache.subscribed(2);
            return Map.of("a", response(2));
        });
        assertThat(revision("a")).isEqualTo(2);
        pass(BOUND.plusMillis(1));
        cache.heartbeat(2, now);
        assertThat(cache.get("a"))
                .as("an invalidation may have been missed before")
                .isNull();
        cache.heartbeat(1, now);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void aLoadThatBeganBeforeTheConnectionWasLostIsNotCached() {
        cache.subscribed(1);
        cache.get(List.of("a"), (same, entry) -> true, keys -> {
            cache.disconnected();
            cache.subscribed(2);
            return Map.of("a", response(1));
        });
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void anInvalidationRemovesOlderRevisionsOnly() {
        cache.subscribed(1);
        load("a", response(5));
        invalidate("a", 5);
        assertThat(revision("a")).isEqualTo(5);
        invalidate("a", 6);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void aPublishedResponseReplacesAnOlderOne() {
        cache.subscribed(1);
        load("a", response(5));
        cache.replace(message("6 a", response(6)), 1);
        cache.replace(message("4 a", response(4)), 1);
        cache.replace(message("6 b", response(6)), 1);

        assertThat(revision("a")).isEqualTo(6);
        assertThat(cache.get("a").response().body()).hasSize(KILOBYTE);
        assertThat(cache.get("b")).as("was not cached").isNull();
    }

    @Test
    void aPublishedResponseReplacesALoadThatBeganBefore() {
        cache.subscribed(1);
        cache.get(List.of("a"), (same, entry) -> true, keys -> {
            cache.replace(message("6 a", response(6)), 1);
            return Map.of("a", response(5));
        });

        assertThat(revision("a")).isEqualTo(6);
    }

    /** The message may have been under way for longer than the bound. */
    @Test
    void aPublishedResponseIsServedOnlyWhileHeartbeatsArrive() {
        cache.subscribed(1);
        load("a", response(5));
        cache.replace(message("6 a", response(6)), 1);
        pass(BOUND.plusMillis(1));
        assertThat(cache.get("a")).isNull();
        cache.heartbeat(1, now);
        assertThat(revision("a")).isEqualTo(6);

        cache.replace(message("7 a", response(7)), 2);
        assertThat(cache.get("a")).as("of another subscription").isNull();
    }

    @Test
    void messagesOfAnotherFormAreIgnored() {
        for (String message : List.of("", "a", "5", "x a")) {
            assertThat(Invalidation.decode(message.getBytes(StandardCharsets.US_ASCII)))
                    .as(message)
                    .isNull();
        }
        assertThat(message("5 a\nx", null).response()).isNull();
        assertThat(message("5 a", null).response()).isNull();
    }

    @Test
    void aLoadThatBeganBeforeAnInvalidationIsNotCached() {
        cache.subscribed(1);
        LocalCache.Entry loaded = cache.get(List.of("a"), (same, entry) -> true, keys -> {
                    invalidate("a", 6);
                    load("a", response(6));
                    assertThat(revision("a"))
                            .as("a later query does not wait for the old load")
                            .isEqualTo(6);
                    return Map.of("a", response(5));
                })
                .get("a");
        assertThat(loaded.response().revision())
                .as("the query that began before")
                .isEqualTo(5);
        assertThat(revision("a")).isEqualTo(6);

        cache.get(List.of("b"), (same, entry) -> true, keys -> {
            invalidate("b", 6);
            return Map.of("b", response(5));
        });
        assertThat(cache.get("b")).isNull();
    }

    @Test
    void anOlderResponseNeverReplacesANewerOne() {
        load("a", response(7));
        load("a", response(6));
        assertThat(revision("a")).isEqualTo(7);
        load("a", null);
        assertThat(revision("a")).isEqualTo(7);
    }

    @Test
    void anUnknownProductIsCachedUpToTheBoundAndUntilItIsRegistered() {
        cache.subscribed(1);
        load("a", null);
        assertThat(cache.get("a").response()).isNull();
        invalidate("a", 1);
        assertThat(cache.get("a")).isNull();
        load("a", null);
        pass(BOUND.plusMillis(1));
        cache.heartbeat(1, now);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void aThousandConcurrentMissesLoadOnce() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch loading = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(1_000);
        List<Future<Map<String, LocalCache.Entry>>> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(threads.submit(() -> cache.get(List.of("a"), (same, entry) -> true, keys -> {
                loads.incrementAndGet();
                await().until(() -> loading.getCount() == 0);
                return Map.of("a", response(1));
            })));
        }
        await().until(() -> loads.get() == 1);
        loading.countDown();
        for (Future<Map<String, LocalCache.Entry>> result : results) {
            assertThat(result.get().get("a").response().revision()).isEqualTo(1);
        }
        threads.shutdown();
        assertThat(loads).hasValue(1);
    }

    @Test
    void twoQueriesThatLoadEachOthersKeysBothEnd() {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Map<String, LocalCache.Entry>> one = loadTogether(both, "a", "b");
        CompletableFuture<Map<String, LocalCache.Entry>> other = loadTogether(both, "b", "a");
        assertThat(one.join()).containsOnlyKeys("a", "b");
        assertThat(other.join()).containsOnlyKeys("a", "b");
    }

    private CompletableFuture<Map<String, LocalCache.Entry>> loadTogether(
            CountDownLatch both, String first, String second) {
        return CompletableFuture.supplyAsync(
                () -> {
                    cache.get(List.of(first), (same, entry) -> true, keys -> {
                        both.countDown();
                        await().until(() -> both.getCount() == 0);
                        return Map.of(first, response(1));
                    });
                    return cache.get(
                            List.of(first, second), (same, entry) -> true, keys -> Map.of(keys.get(0), response(1)));
                },
                THREADS);
    }

    @Test
    void aFailureReachesAllWhoWaitAndTheNextQueryTriesAgain(CapturedOutput output) {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Object> first = CompletableFuture.supplyAsync(
                () -> cache.get(List.of("a"), (same, entry) -> true, keys -> {
                    loading.countDown();
                    await().until(() -> waiting.getCount() == 0);
                    throw new IllegalStateException("away");
                }),
                THREADS);
        await().until(() -> loading.getCount() == 0);
        CompletableFuture<Object> second = CompletableFuture.supplyAsync(
                () -> {
                    waiting.countDown();
                    return cache.get(List.of("a"), (same, entry) -> true, keys -> {
                        throw new IllegalStateException("away");
                    });
                },
                THREADS);
        assertThatThrownBy(first::join)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("away");
        assertThatThrownBy(second::join)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("away");
        load("a", response(1));
        assertThat(revision("a")).isEqualTo(1);
        assertThat(output).doesNotContain("Exception thrown during asynchronous load");
    }

    @Test
    void theHottestKeysAreThoseReadMostOften() {
        LocalCache small = new LocalCache(settings(DataSize.ofKilobytes(256)), meters, () -> now);
        for (int i = 0; i < 30; i++) {
            load(small, "page:1:w:p" + i, response(1));
            load(small, "item:1:w:p" + i, response(1));
        }
        for (int reads = 0; reads < 10; reads++) {
            // Applies buffered reads and writes, which Caffeine otherwise does in the background.
            small.hottest("page:1:", 5);
            for (int i = 0; i < 5; i++) {
                small.get("page:1:w:p" + i);
            }
        }
        for (int i = 30; i < 40; i++) {
            load(small, "page:1:w:p" + i, response(1));
        }
        assertThat(small.hottest("page:1:", 5))
                .containsExactlyInAnyOrder("page:1:w:p0", "page:1:w:p1", "page:1:w:p2", "page:1:w:p3", "page:1:w:p4");
        assertThat(small.hottest("page:2:", 5)).isEmpty();
        assertThat(small.hottest("page:1:", 0)).isEmpty();
    }

    @Test
    void theCacheStaysWithinItsMemoryLimit() {
        LocalCache small = new LocalCache(settings(DataSize.ofKilobytes(64)), meters, () -> now);
        for (int i = 0; i < 1_000; i++) {
            load(small, "key" + i, response(1));
        }
        await().untilAsserted(() ->
                assertThat(small.bytes()).isBetween(1L, DataSize.ofKilobytes(64).toBytes()));
        assertThat(registry.get("stockledger.cache.evictions")
                        .tag("level", "process")
                        .counter()
                        .count())
                .isGreaterThan(900);
    }

    @Test
    void aBoundThatCannotHoldIsRefused() {
        assertThatThrownBy(() -> settings(DataSize.ofMegabytes(1), Duration.ofMillis(601)))
                .hasMessageContaining("max-staleness");
    }
}
