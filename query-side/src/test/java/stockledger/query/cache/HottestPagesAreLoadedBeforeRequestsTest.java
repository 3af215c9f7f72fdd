package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide;

/** The hottest pages are in the local cache before they are requested: at start, after a rebuild, and after a lost connection. */
@ExtendWith(OutputCaptureExtension.class)
class HottestPagesAreLoadedBeforeRequestsTest {

    private static final int HOTTEST = 10;
    private static final List<String> HOT_PAGES = new ArrayList<>();

    private static final String[] SETTINGS = {
        "--stockledger.warming.max-products=" + HOTTEST,
        "--stockledger.warming.ready-percent=100",
        "--stockledger.warming.max-wait=10m",
        // Some dozens of pages: a page leaves Caffeine's window, 1 % of the cache, before it is read again.
        "--stockledger.cache.max-size=32KB",
        "--stockledger.cache.heartbeat-interval=50ms",
        "--stockledger.cache.max-staleness=10s"
    };

    private static RunningQuerySide querySide;
    private static int instances = 1;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide(SETTINGS);
        querySide.awaitReady(0);
        List<Object> products = new ArrayList<>();
        for (int i = 0; i < 3 * HOTTEST; i++) {
            products.add(registered("p" + i));
        }
        querySide.append(products.toArray());
        for (int i = 0; i < HOTTEST; i++) {
            HOT_PAGES.add("p" + i);
        }
        for (int reads = 0; reads < 10; reads++) {
            HOT_PAGES.forEach(HottestPagesAreLoadedBeforeRequestsTest::read);
        }
        for (int i = HOTTEST; i < 3 * HOTTEST; i++) {
            read("p" + i);
        }
    }

    private static void read(String sku) {
        ConsistencyToken token = ConsistencyToken.of("product:" + sku, 0);
        assertThat(querySide
                        .get("/v1/products/" + sku, "Consistency-Token", token.encoded())
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @BeforeEach
    void hotPagesArePublished() {
        await().ignoreExceptions().until(() -> querySide.bean(LocalCache.class).isSubscribed() && areRanked());
    }

    private static boolean areRanked() {
        HotKeyStore hotKeys = querySide.bean(HotKeyStore.class);
        hotKeys.publish();
        return Set.copyOf(hotKeys.hottest("product")).equals(Set.copyOf(HOT_PAGES));
    }

    /** Starts one more process and returns its index. */
    private static int startInstance(String... settings) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(settings));
        querySide.start(all.toArray(String[]::new));
        return instances++;
    }

    private static Status status(int instance, String name) {
        return querySide
                .instance(instance)
                .getBean(name, HealthIndicator.class)
                .health()
                .getStatus();
    }

    private static double lookups(int instance, String level) {
        return querySide.counter(instance, "stockledger.cache.lookups", "level", level);
    }

    private static double warmed(int instance) {
        return querySide.counter(instance, "stockledger.cache.warmed");
    }

    private static void servesThemFromTheLocalCache(int instance) {
        double redis = lookups(instance, "redis");
        double mongo = lookups(instance, "mongodb");
        double hits = querySide.counter(instance, "stockledger.cache.lookups", "level", "process", "result", "hit");
        for (String sku : HOT_PAGES) {
            assertThat(querySide
                            .send(instance, "GET", "/v1/products/" + sku, null)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(lookups(instance, "redis")).isEqualTo(redis);
        assertThat(lookups(instance, "mongodb")).isEqualTo(mongo);
        assertThat(querySide.counter(instance, "stockledger.cache.lookups", "level", "process", "result", "hit"))
                .isEqualTo(hits + HOTTEST);
    }

    @Test
    void aStartingProcessIsNotReadyBeforeTheyAreLoaded(CapturedOutput output) {
        int one;
        querySide.redis().freeze();
        try {
            one = startInstance();
            await().until(() -> status(one, "projections").equals(Status.UP));
            await().during(Duration.ofMillis(300))
                    .until(() -> status(one, "warming").equals(Status.OUT_OF_SERVICE));
            assertThat(querySide
                            .send(one, "GET", "/actuator/health/readiness", null)
                            .status())
                    .isEqualTo(503);
        } finally {
            querySide.redis().thaw();
        }
        querySide.awaitReady(one);
        assertThat(warmed(one)).isEqualTo(HOTTEST);
        servesThemFromTheLocalCache(one);
        assertThat(output).contains(": loading the 10 hottest responses", ": 10 loaded in ");
    }

    @Test
    void anUnavailableRedisDoesNotPreventReadiness() {
        querySide.stopRedis();
        try {
            int one = startInstance("--stockledger.warming.max-wait=1s");
            querySide.awaitReady(one);
            assertThat(warmed(one)).isZero();
            assertThat(querySide.send(one, "GET", "/v1/products/p0", null).status())
                    .isEqualTo(200);
        } finally {
            querySide.startRedis();
        }
        await("a new generation, so all is loaded again").until(() -> warmed(instances - 1) >= HOTTEST);
    }

    @Test
    void theyAreLoadedAfterARebuild() {
        String before = querySide.bean(HotKeySource.class).region();
        double warmed = warmed(0);
        assertThat(querySide
                        .post(
                                "/v1/admin/projections/sku/rebuilds",
                                "{\"switch\":\"whenCaughtUp\",\"keepSeconds\":0,\"reason\":\"test\"}")
                        .status())
                .isEqualTo(202);
        await().until(() -> !querySide.bean(HotKeySource.class).region().equals(before));
        await().until(() -> warmed(0) >= warmed + HOTTEST);
        servesThemFromTheLocalCache(0);
    }

    @Test
    void theyAreLoadedAfterALostConnection() {
        double warmed = warmed(0);
        double clears = querySide.counter(0, "stockledger.cache.clears");
        querySide.redisProxy(0).interrupt();
        await().until(() -> querySide.counter(0, "stockledger.cache.clears") > clears);
        querySide.redisProxy(0).restore();
        await().until(() -> warmed(0) >= warmed + HOTTEST);
        servesThemFromTheLocalCache(0);
    }
}
