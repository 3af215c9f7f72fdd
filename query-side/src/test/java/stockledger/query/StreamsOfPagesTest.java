package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.ShopEvents.received;
import static stockledger.query.ShopEvents.registered;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.query.RunningQuerySide.Answer;

/** Callers who stay are sent a page again whenever it changes, whichever process folded the change. */
class StreamsOfPagesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOST = 8;

    private static RunningQuerySide shop;

    @BeforeAll
    static void start() {
        String[] settings = {
            "--stockledger.query-stream.most-clients=" + MOST,
            "--stockledger.query-stream.heartbeat-seconds=1",
            "--stockledger.query-stream.recheck-millis=100"
        };
        shop = new RunningQuerySide(settings);
        shop.start(settings);
        shop.awaitReady(0);
        shop.awaitReady(1);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    private static Listener to(int instance, String path, String... headers) throws IOException {
        return Listener.to(shop.instance(instance), path, headers);
    }

    private static String token(String sku) {
        return ConsistencyToken.of("stock:" + sku, shop.version("stock:" + sku)).encoded();
    }

    /** Registers a product with one unit that every process knows of. */
    private static void stocked(String... skus) {
        for (String sku : skus) {
            shop.happened(registered(sku), received(sku, "main", 1));
            for (int instance = 0; instance < 2; instance++) {
                Answer page = shop.send(instance, "GET", "/v1/products/" + sku, null, "Consistency-Token", token(sku));
                assertThat(page.status()).isEqualTo(200);
            }
        }
    }

    private static double streams(int instance) {
        return shop.instance(instance)
                .getBean(MeterRegistry.class)
                .get("stockledger.streams")
                .gauge()
                .value();
    }

    /** Who has left is noticed by the next sign that cannot be sent. */
    @BeforeEach
    void nobodyStays() {
        await().atMost(SOON).until(() -> streams(0) == 0 && streams(1) == 0);
    }

    private static void hears(int instance, double whether) {
        await().atMost(SOON)
                .until(() -> shop.instance(instance)
                                .getBean(MeterRegistry.class)
                                .get("stockledger.cache.hearing")
                                .gauge()
                                .value()
                        == whether);
    }

    @Test
    void whatOneProcessFoldsBothProcessesSend() throws IOException {
        stocked("shared");
        try (Listener first = to(0, "/v1/products/shared/stream");
                Listener second = to(1, "/v1/products/shared/stream")) {
            for (Listener listener : List.of(first, second)) {
                await().atMost(SOON).until(() -> listener.hasHeard(1));
                assertThat(listener.headers()).containsIgnoringCase("Content-Type: text/event-stream");
                assertThat(listener.headers()).contains("X-Accel-Buffering: no");
                assertThat("\"" + listener.last().id() + "\"")
                        .isEqualTo(shop.get("/v1/products/shared").header("ETag"));
            }
            for (int i = 2; i < 8; i++) {
                int now = i;
                shop.happened(received("shared", "main", 1));
                await().atMost(SOON).until(() -> first.hasHeard(now) && second.hasHeard(now));
            }
            assertThat(second.events())
                    .extracting(Listener.Event::onHand)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aPageIsTheOneThatIsServed() throws IOException {
        stocked("served");
        shop.happened(new ProductDescribed(new Sku("served"), "Two lines:\nthis is the second, ünd \u2028 more.\r\n"));
        try (Listener listener = to(0, "/v1/products/served/stream")) {
            await().atMost(SOON)
                    .until(() -> !listener.events().isEmpty()
                            && listener.last().page().has("description"));
            assertThat(listener.last().page())
                    .isEqualTo(shop.get("/v1/products/served").body());
        }
    }

    @Test
    void theFirstPageIsNotOlderThanTheToken() throws IOException {
        stocked("fresh");
        shop.happened(received("fresh", "main", 4));
        try (Listener listener = to(1, "/v1/products/fresh/stream", "Consistency-Token", token("fresh"))) {
            await().atMost(SOON).until(() -> !listener.events().isEmpty());
            assertThat(listener.events().get(0).onHand()).isEqualTo(5);
        }
    }

    @Test
    void whoComesBackIsSentWhatItDoesNotHave() throws IOException {
        stocked("back-a", "back-b");
        String path = "/v1/products/stream?sku=back-a&sku=back-b";
        String had;
        try (Listener listener = to(0, path)) {
            await().atMost(SOON).until(() -> listener.events().size() == 2);
            had = listener.last().id();
        }
        shop.happened(received("back-b", "main", 1));
        try (Listener listener = to(1, path, "Last-Event-ID", had, "Consistency-Token", token("back-b"))) {
            await().atMost(SOON).until(() -> listener.hasHeard(2));
            await().atMost(SOON).until(() -> listener.comments() > 0);
            assertThat(listener.events()).extracting(Listener.Event::sku).containsExactly("back-b");
        }
        for (String unknown : List.of("nonsense", "p1.s1", "AQAAAAAB", had + "A")) {
            try (Listener listener = to(1, path, "Last-Event-ID", unknown)) {
                await().atMost(SOON).until(() -> listener.events().size() == 2);
            }
        }
        String tag = shop.get("/v1/products/back-a").header("ETag").replace("\"", "");
        try (Listener listener = to(0, "/v1/products/back-a/stream", "Last-Event-ID", tag)) {
            await().atMost(SOON).until(() -> listener.isOpen() && listener.comments() > 0);
            assertThat(listener.events()).isEmpty();
        }
        try (Listener listener = to(0, "/v1/products/back-a/stream", "Last-Event-ID", "p999.s999")) {
            await().atMost(SOON).until(() -> listener.hasHeard(1));
        }
    }

    /** The web server gives what belonged to one who left to the next who comes. */
    @Test
    void whoComesAfterManyHaveLeftIsNotCutOff() throws IOException {
        stocked("again");
        String tag = shop.get("/v1/products/again").header("ETag").replace("\"", "");
        for (int round = 0; round < 5; round++) {
            List<Listener> some = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                some.add(to(0, "/v1/products/again/stream", "Last-Event-ID", tag));
            }
            for (Listener listener : some) {
                await().atMost(SOON).until(() -> listener.comments() > 0 || listener.hasEnded());
                assertThat(listener.isOpen()).as("round %s", round).isTrue();
            }
            for (Listener listener : some) {
                listener.close();
            }
            nobodyStays();
        }
    }

    @Test
    void withoutRedisAChangeIsSentWithinTheBound() throws IOException {
        stocked("deaf");
        shop.redisWire(1).cut();
        try (Listener listener = to(1, "/v1/products/deaf/stream")) {
            hears(1, 0);
            await().atMost(SOON).until(() -> listener.hasHeard(1));
            for (int i = 2; i < 4; i++) {
                int now = i;
                shop.happened(received("deaf", "main", 1));
                await().atMost(SOON).until(() -> listener.hasHeard(now));
            }
            shop.redisWire(1).mend();
            hears(1, 1);
            shop.happened(received("deaf", "main", 1));
            await().atMost(SOON).until(() -> listener.hasHeard(4));
        } finally {
            shop.redisWire(1).mend();
            hears(1, 1);
        }
    }

    @Test
    void whoDoesNotReadMissesWhatCameBetweenHoldsNobodyUpAndIsLeft() throws IOException {
        stocked("slow");
        double dropped = shop.counted(0, "stockledger.stream.dropped");
        double skipped = shop.counted(0, "stockledger.stream.skipped");
        try (Listener slow = Listener.asleep(shop.instance(0), "/v1/products/slow/stream");
                Listener quick = to(0, "/v1/products/slow/stream")) {
            await().atMost(SOON).until(() -> streams(0) == 2);
            int changes = 60;
            for (int i = 1; i <= changes; i++) {
                String text = i + " " + "x".repeat(200_000);
                shop.happened(new ProductDescribed(new Sku("slow"), text));
                await().atMost(SOON)
                        .until(() -> !quick.events().isEmpty()
                                && quick.last()
                                        .page()
                                        .path("description")
                                        .asString()
                                        .equals(text));
            }
            assertThat(shop.counted(0, "stockledger.stream.skipped")).isGreaterThan(skipped);
            await().atMost(SOON).until(() -> streams(0) == 1);
            assertThat(shop.counted(0, "stockledger.stream.dropped")).isGreaterThan(dropped);
            slow.read();
            await().atMost(SOON).until(slow::hasEnded);
            assertThat(slow.events().size()).isLessThan(changes);
        }
    }

    @Test
    void aProcessKeepsOnlySoManyCallers() throws IOException {
        stocked("full");
        Listener[] listeners = new Listener[MOST];
        try {
            for (int i = 0; i < MOST; i++) {
                Listener one = to(0, "/v1/products/full/stream");
                listeners[i] = one;
                await().atMost(SOON).until(() -> one.hasHeard(1));
            }
            Answer refused = shop.get("/v1/products/full/stream");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("too-many-streams");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
        } finally {
            for (Listener one : listeners) {
                if (one != null) {
                    one.close();
                }
            }
        }
        nobodyStays();
    }

    @Test
    void whoOnlyAsksForTheHeadersDoesNotStay() {
        stocked("head");
        Answer head = shop.send(0, "HEAD", "/v1/products/head/stream", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(streams(0)).isZero();
    }

    @Test
    void aProductThatIsCalledStreamHasAPage() {
        stocked("stream");
        assertThat(shop.get("/v1/products/stream").body().path("sku").asString())
                .isEqualTo("stream");
    }

    @Test
    void aProcessThatEndsDoesNotWaitForWhoStays() throws IOException {
        stocked("end");
        var third = shop.start();
        shop.awaitReady(2);
        try (Listener reads = Listener.to(third, "/v1/products/end/stream");
                Listener sleeps = Listener.asleep(third, "/v1/products/end/stream")) {
            await().atMost(SOON).until(() -> reads.hasHeard(1) && streams(2) == 2);
            long before = System.nanoTime();
            third.close();
            // Waiting for them would take the ten seconds that a phase of the end has.
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            await().atMost(SOON).until(reads::hasEnded);
            sleeps.read();
            await().atMost(SOON).until(sleeps::hasEnded);
        }
    }
}
