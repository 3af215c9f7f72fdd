package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.registered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** What is read most is in a process before it is asked: when it starts, after a rebuild, and when it lost what it kept. */
@ExtendWith(OutputCaptureExtension.class)
class WhatIsReadMostIsReadInTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOST = 10;
    private static final List<String> FAVOURITES = new ArrayList<>();

    private static final String[] SETTINGS = {
        "--stockledger.warming.most=" + MOST,
        "--stockledger.warming.together=3",
        "--stockledger.warming.count-one-in=1",
        "--stockledger.warming.tell-millis=50",
        "--stockledger.warming.pause-millis=50",
        "--stockledger.warming.ready-percent=100",
        "--stockledger.warming.longest-wait-millis=600000",
        "--stockledger.cache.beat-millis=50",
        "--stockledger.cache.generation-millis=50",
        "--stockledger.cache.staleness-millis=10000"
    };

    private static RunningQuerySide shop;
    private static int instances = 1;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide(SETTINGS);
        shop.awaitReady(0);
        List<Object> products = new ArrayList<>();
        for (int i = 0; i < 3 * MOST; i++) {
            products.add(registered("p" + i));
        }
        shop.happened(products.toArray());
        for (int i = 0; i < 2 * MOST; i++) {
            String sku = "p" + i;
            ConsistencyToken token = ConsistencyToken.of("product:" + sku, 0);
            for (int times = 0; times < 3 * MOST - i; times++) {
                assertThat(shop.get("/v1/products/" + sku, "Consistency-Token", token.encoded())
                                .status())
                        .isEqualTo(200);
            }
        }
        for (int i = 0; i < MOST; i++) {
            FAVOURITES.add("p" + i);
        }
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void allIsCounted() {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> shop.bean(HotKeyStore.class).most("product").equals(FAVOURITES)
                        && shop.bean(LocalCache.class).isHearing());
    }

    /** Starts one more process and tells its number. */
    private static int started(String... settings) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(settings));
        shop.start(all.toArray(String[]::new));
        return instances++;
    }

    private static Status status(int instance, String name) {
        return shop.instance(instance)
                .getBean(name, HealthIndicator.class)
                .health()
                .getStatus();
    }

    private static double lookups(int instance, String level) {
        return shop.counted(instance, "stockledger.cache.lookups", "level", level);
    }

    private static double warmed(int instance) {
        return shop.counted(instance, "stockledger.cache.warmed");
    }

    private static void servesTheFavouritesWithoutAskingAnybody(int instance) {
        double redis = lookups(instance, "redis");
        double mongo = lookups(instance, "mongodb");
        double hits = shop.counted(instance, "stockledger.cache.lookups", "level", "process", "result", "hit");
        for (String sku : FAVOURITES) {
            assertThat(shop.send(instance, "GET", "/v1/products/" + sku, null).status())
                    .isEqualTo(200);
        }
        assertThat(lookups(instance, "redis")).isEqualTo(redis);
        assertThat(lookups(instance, "mongodb")).isEqualTo(mongo);
        assertThat(shop.counted(instance, "stockledger.cache.lookups", "level", "process", "result", "hit"))
                .isEqualTo(hits + MOST);
    }

    @Test
    void aProcessThatStartsIsNotReadyBeforeAndServesThemWithoutAskingAnybody(CapturedOutput output) {
        int one;
        shop.redis().freeze();
        try {
            one = started();
            await().atMost(SOON).until(() -> status(one, "projections").equals(Status.UP));
            await().during(Duration.ofMillis(300))
                    .atMost(SOON)
                    .until(() -> status(one, "warming").equals(Status.OUT_OF_SERVICE));
            assertThat(shop.send(one, "GET", "/actuator/health/readiness", null).status())
                    .isEqualTo(503);
        } finally {
            shop.redis().thaw();
        }
        shop.awaitReady(one);
        assertThat(warmed(one)).isEqualTo(MOST);
        servesTheFavouritesWithoutAskingAnybody(one);
        assertThat(output).contains(": reading in the 10 that are read most", ": 10 are read in, ");
    }

    @Test
    void aRedisThatIsAwayKeepsNoProcessOut() {
        shop.stopRedis();
        try {
            int one = started("--stockledger.warming.longest-wait-millis=1000");
            shop.awaitReady(one);
            assertThat(warmed(one)).isZero();
            assertThat(shop.send(one, "GET", "/v1/products/p0", null).status()).isEqualTo(200);
        } finally {
            shop.startRedis();
        }
        await("another generation, so all is read in again").atMost(SOON).until(() -> warmed(instances - 1) >= MOST);
    }

    @Test
    void afterARebuildTheyAreThereAgain() {
        String before = shop.bean(HotKeySource.class).shelf();
        double warmed = warmed(0);
        assertThat(shop.post("/v1/admin/projections/product/replay", "{}").status())
                .isEqualTo(202);
        await().atMost(SOON).until(() -> !shop.bean(HotKeySource.class).shelf().equals(before));
        await().atMost(SOON).until(() -> warmed(0) >= warmed + MOST);
        servesTheFavouritesWithoutAskingAnybody(0);
    }

    @Test
    void aProcessThatForgotAllReadsThemInAgain() {
        double warmed = warmed(0);
        double drops = shop.counted(0, "stockledger.cache.drops");
        shop.redisWire(0).cut();
        await().atMost(SOON).until(() -> shop.counted(0, "stockledger.cache.drops") > drops);
        shop.redisWire(0).mend();
        await().atMost(SOON).until(() -> warmed(0) >= warmed + MOST);
        servesTheFavouritesWithoutAskingAnybody(0);
    }
}
