package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.query.cache.CacheGenerations;

/** Two processes cache responses locally and in Redis, and neither serves stale ones for longer than the bound. */
class ResponsesAreCachedTest {

    private static final Duration BOUND = Duration.ofSeconds(2);

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        String[] settings = {
            "--stockledger.cache.max-staleness=" + BOUND.toMillis() + "ms",
            "--stockledger.cache.heartbeat-interval=50ms",
            "--stockledger.cache.command-timeout=1s",
            // Lookups are counted here.
            "--stockledger.warming.max-products=0"
        };
        querySide = new RunningQuerySide(settings);
        querySide.start(settings);
        querySide.awaitReady(0);
        querySide.awaitReady(1);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @BeforeEach
    void bothAreSubscribed() {
        for (int instance = 0; instance < 2; instance++) {
            int index = instance;
            await().until(() -> gauge(index, "stockledger.cache.subscribed") == 1);
        }
    }

    private static double gauge(int instance, String name) {
        return querySide
                .instance(instance)
                .getBean(MeterRegistry.class)
                .get(name)
                .gauge()
                .value();
    }

    private static double lookups(int instance, String level, String result) {
        return querySide.counter(instance, "stockledger.cache.lookups", "level", level, "result", result);
    }

    private static double reads(int instance) {
        return lookups(instance, "mongodb", "hit") + lookups(instance, "mongodb", "miss");
    }

    private static String token(String sku) {
        return ConsistencyToken.of("stock:" + sku, querySide.version("stock:" + sku))
                .encoded();
    }

    private static long onHand(int instance, String sku, String... headers) {
        Answer page = querySide.send(instance, "GET", "/v1/products/" + sku, null, headers);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page.body().at("/availability/onHand").asLong();
    }

    private static boolean isServedByTheProcess(String path) {
        double process = lookups(1, "process", "hit");
        assertThat(querySide.send(1, "GET", path, null).status()).isEqualTo(200);
        return lookups(1, "process", "hit") - process == 1;
    }

    private static void stocked(String sku) {
        querySide.append(registered(sku), received(sku, "main", 1));
        for (int instance = 0; instance < 2; instance++) {
            assertThat(onHand(instance, sku, "Consistency-Token", token(sku))).isEqualTo(1);
        }
    }

    /** Empties Redis, and waits until every process knows the new generation. */
    private static void flush() {
        List<String> before = generations();
        querySide
                .bean(StringRedisTemplate.class)
                .getConnectionFactory()
                .getConnection()
                .serverCommands()
                .flushAll();
        await().until(() -> generations().stream().noneMatch(before::contains));
    }

    private static List<String> generations() {
        List<String> ids = new ArrayList<>();
        for (int instance = 0; instance < 2; instance++) {
            ids.add(CacheGenerations.idKnownTo(querySide.instance(instance)));
        }
        return ids;
    }

    @Test
    void aChangeReplacesCachedPagesWithoutALookup() {
        stocked("replaced");
        AtomicLong units = new AtomicLong(1);
        await("a miss is possible when heartbeats are late").until(() -> {
            isServedByTheProcess("/v1/products/replaced");
            double misses = lookups(1, "process", "miss");
            querySide.append(received("replaced", "main", 1));
            units.incrementAndGet();
            await().until(() -> onHand(1, "replaced") == units.get());
            return lookups(1, "process", "miss") == misses;
        });
    }

    @Test
    void aThousandConcurrentMissesReadTheDocumentOncePerProcess() {
        AtomicLong attempts = new AtomicLong();
        await("not written to Redis again, as a write is whose generation was not confirmed before the flush")
                .until(() -> readsOfOneThousandMisses("hot-" + attempts.incrementAndGet()) >= 1);
    }

    /** Reads of the document by both processes, each of which must read it at most once. */
    private static double readsOfOneThousandMisses(String sku) {
        querySide.append(registered(sku), received(sku, "main", 1));
        await("written to Redis, and not requested yet")
                .until(() -> !querySide
                        .bean(StringRedisTemplate.class)
                        .keys("sku:pages:1:*:" + sku)
                        .isEmpty());
        flush();
        double[] before = {reads(0), reads(1)};
        HttpClient http = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int port = ((ServletWebServerApplicationContext) querySide.instance(i % 2))
                    .getWebServer()
                    .getPort();
            answers.add(http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/products/" + sku))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(answers).allSatisfy(answer -> {
            HttpResponse<String> page = answer.join();
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        });
        assertThat(reads(0) - before[0]).isLessThanOrEqualTo(1);
        assertThat(reads(1) - before[1]).isLessThanOrEqualTo(1);
        return reads(0) - before[0] + reads(1) - before[1];
    }

    @Test
    void aCachedResponseIsServedWithoutRedisOrMongo() {
        stocked("kept");
        await("cached by this process, and all invalidations received")
                .during(Duration.ofMillis(200))
                .until(() -> isServedByTheProcess("/v1/products/kept"));
        double redis = lookups(1, "redis", "hit") + lookups(1, "redis", "miss");
        double mongo = reads(1);
        double process = lookups(1, "process", "hit");
        for (int i = 0; i < 100; i++) {
            assertThat(onHand(1, "kept")).isEqualTo(1);
        }
        assertThat(lookups(1, "process", "hit") - process).isEqualTo(100);
        assertThat(lookups(1, "redis", "hit") + lookups(1, "redis", "miss")).isEqualTo(redis);
        assertThat(reads(1)).isEqualTo(mongo);
    }

    @Test
    void anInvalidationReachesEveryProcessLongBeforeTheBound() {
        stocked("invalidated");
        for (int i = 2; i < 12; i++) {
            int now = i;
            querySide.append(received("invalidated", "main", 1));
            for (int instance = 0; instance < 2; instance++) {
                int index = instance;
                await().pollInterval(Duration.ofMillis(5)).until(() -> onHand(index, "invalidated") == now);
            }
        }
        assertThat(querySide.counter(1, "stockledger.cache.invalidations")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aTokenIsHonouredWhenOnlyTheVersionsChanged() {
        stocked("same");
        querySide.append(held("same", "r1", at("main", 1)));
        Answer soldOut =
                querySide.send(1, "GET", "/v1/availability?sku=same", null, "Consistency-Token", token("same"));
        assertThat(soldOut.textWithoutWatermark())
                .isEqualTo("{\"items\":[{\"sku\":\"same\",\"available\":0,\"status\":\"outOfStock\"}]}");
        await("cached by this process, and all invalidations received")
                .during(Duration.ofMillis(200))
                .until(() -> isServedByTheProcess("/v1/availability?sku=same"));
        querySide.append(allocated("same", "r1", at("main", 1)));
        assertThat(onHand(0, "same", "Consistency-Token", token("same"))).isEqualTo(1);
        double process = lookups(1, "process", "hit");
        assertThat(querySide.send(1, "GET", "/v1/availability?sku=same", null).textWithoutWatermark())
                .isEqualTo(soldOut.textWithoutWatermark());
        assertThat(lookups(1, "process", "hit") - process)
                .as("an unchanged body is not invalidated")
                .isEqualTo(1);
        assertThat(querySide
                        .send(1, "GET", "/v1/availability?sku=same", null, "Consistency-Token", token("same"))
                        .textWithoutWatermark())
                .isEqualTo(soldOut.textWithoutWatermark());
    }

    @Test
    void anUnknownProductIsCachedUntilItIsRegistered() {
        double before = reads(0);
        for (int i = 0; i < 20; i++) {
            assertThat(querySide.get("/v1/products/nobody").status()).isEqualTo(404);
        }
        assertThat(reads(0) - before).isBetween(1.0, 10.0);
        querySide.append(registered("nobody"));
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> querySide.get("/v1/products/nobody").status() == 200);
    }

    @Test
    void aProcessCutOffFromRedisServesNothingOlderThanTheBound() {
        stocked("cut");
        double clears = querySide.counter(1, "stockledger.cache.clears");
        querySide.redisProxy(1).interrupt();
        try {
            await().until(() -> querySide.counter(1, "stockledger.cache.clears") > clears);
            for (int i = 2; i < 5; i++) {
                querySide.append(received("cut", "main", 1));
                assertThat(onHand(1, "cut", "Consistency-Token", token("cut"))).isEqualTo(i);
                int now = i;
                await().atMost(BOUND.multipliedBy(10))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> onHand(0, "cut") == now && onHand(1, "cut") == now);
            }
        } finally {
            querySide.redisProxy(1).restore();
        }
    }

    @Test
    void aFrozenOrEmptiedRedisCausesNoErrors() {
        stocked("frozen");
        querySide.redis().freeze();
        try {
            for (int i = 2; i < 5; i++) {
                querySide.append(received("frozen", "main", 1));
                int now = i;
                for (int instance = 0; instance < 2; instance++) {
                    int index = instance;
                    await().until(() -> onHand(index, "frozen") == now);
                }
            }
        } finally {
            querySide.redis().thaw();
        }
        bothAreSubscribed();
        assertThat(onHand(0, "frozen")).isEqualTo(4);
        flush();
        assertThat(onHand(0, "frozen")).isEqualTo(4);
        assertThat(onHand(1, "frozen")).isEqualTo(4);
        querySide.append(received("frozen", "main", 1));
        await().until(() -> onHand(0, "frozen") == 5 && onHand(1, "frozen") == 5);
    }

    @Test
    void httpCachesMayStoreAResponseBrieflyAndRevalidateIt() {
        stocked("cdn");
        Answer page = querySide.get("/v1/products/cdn");
        assertThat(page.header("Cache-Control")).isEqualTo("public, max-age=1, stale-while-revalidate=5");
        assertThat(page.headers().allValues("Vary")).contains("Consistency-Token");
        assertThat(querySide
                        .get("/v1/products/cdn", "Consistency-Token", token("cdn"))
                        .header("Cache-Control"))
                .isEqualTo("no-cache");
        Answer same = querySide.get("/v1/products/cdn", "If-None-Match", page.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("Cache-Control")).isEqualTo(page.header("Cache-Control"));
        assertThat(same.header("ETag")).isEqualTo(page.header("ETag"));
        assertThat(querySide.get("/v1/availability?sku=cdn").header("Cache-Control"))
                .isEqualTo("public, max-age=1, stale-while-revalidate=5");
    }
}
