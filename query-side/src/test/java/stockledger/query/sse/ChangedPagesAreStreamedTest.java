package stockledger.query.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

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
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;

/** Subscribers receive a page at each change, whichever process projected the change. */
class ChangedPagesAreStreamedTest {

    private static final int MAX_SUBSCRIBERS = 10;
    private static final int MAX_PER_CALLER = 8;
    private static final int ATTACKERS = 40;

    /** More than the buffers of a connection hold. */
    private static final int LARGE_PAGE = 5_000_000;

    /** Waiting for a subscriber would take at least this long. */
    private static final Duration SHUTDOWN_PHASE = Duration.ofMinutes(1);

    /** Soon after it, a client that has disconnected is detected. */
    private static final String HEARTBEAT = "--stockledger.query-sse.heartbeat-interval=250ms";

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        String[] settings = {
            "--stockledger.query-sse.max-subscribers=" + MAX_SUBSCRIBERS,
            "--stockledger.query-sse.max-subscribers-per-caller=" + MAX_PER_CALLER,
            HEARTBEAT,
            // Clients that do not read are dropped after this.
            "--server.tomcat.connection-timeout=2s"
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

    private static SseClient to(int instance, String path, String... headers) throws IOException {
        return SseClient.to(querySide.instance(instance), path, headers);
    }

    private static String token(String sku) {
        return querySide.signed(ConsistencyToken.of("stock:" + sku, querySide.version("stock:" + sku))
                .encoded());
    }

    /** Registers products with one unit each, visible in both processes. */
    private static void stocked(String... skus) {
        for (String sku : skus) {
            querySide.append(registered(sku), received(sku, "main", 1));
            for (int instance = 0; instance < 2; instance++) {
                Answer page =
                        querySide.send(instance, "GET", "/v1/products/" + sku, null, "Consistency-Token", token(sku));
                assertThat(page.status()).isEqualTo(200);
            }
        }
    }

    private static double streams(int instance) {
        return querySide
                .instance(instance)
                .getBean(MeterRegistry.class)
                .get("stockledger.streams")
                .gauge()
                .value();
    }

    /** A disconnected client is detected by the next heartbeat. */
    @BeforeEach
    void awaitNoStreams() {
        await().until(() -> streams(0) == 0 && streams(1) == 0);
    }

    private static void awaitSubscribed(int instance, double expected) {
        await().until(() -> querySide
                        .instance(instance)
                        .getBean(MeterRegistry.class)
                        .get("stockledger.cache.subscribed")
                        .gauge()
                        .value()
                == expected);
    }

    @Test
    void aChangeThatOneProcessProjectsIsSentByBoth() throws IOException {
        stocked("shared");
        try (SseClient first = to(0, "/v1/products/shared/stream");
                SseClient second = to(1, "/v1/products/shared/stream")) {
            for (SseClient client : List.of(first, second)) {
                await().until(() -> client.hasReceived(1));
                assertThat(client.headers()).containsIgnoringCase("Content-Type: text/event-stream");
                assertThat(client.headers()).contains("X-Accel-Buffering: no");
                assertThat("\"" + client.last().id() + "\"")
                        .isEqualTo(querySide.get("/v1/products/shared").header("ETag"));
            }
            for (int i = 2; i < 8; i++) {
                int now = i;
                querySide.append(received("shared", "main", 1));
                await().until(() -> first.hasReceived(now) && second.hasReceived(now));
            }
            assertThat(second.events())
                    .extracting(SseClient.Event::onHand)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aStreamedPageEqualsTheServedPage() throws IOException {
        stocked("served");
        querySide.append(
                new ProductDescribed(new Sku("served"), "Two lines:\nthis is the second, ünd \u2028 more.\r\n"));
        try (SseClient client = to(0, "/v1/products/served/stream")) {
            await().until(() ->
                    !client.events().isEmpty() && client.last().page().has("description"));
            assertThat(client.last().page())
                    .isEqualTo(querySide.get("/v1/products/served").body());
        }
    }

    @Test
    void theFirstPageIsNotOlderThanTheToken() throws IOException {
        stocked("fresh");
        querySide.append(received("fresh", "main", 4));
        try (SseClient client = to(1, "/v1/products/fresh/stream", "Consistency-Token", token("fresh"))) {
            await().until(() -> !client.events().isEmpty());
            assertThat(client.events().get(0).onHand()).isEqualTo(5);
        }
    }

    @Test
    void aReconnectedClientReceivesOnlyWhatItDoesNotHave() throws IOException {
        stocked("back-a", "back-b");
        String path = "/v1/products/stream?sku=back-a&sku=back-b";
        String had;
        try (SseClient client = to(0, path)) {
            await().until(() -> client.events().size() == 2);
            had = client.last().id();
        }
        querySide.append(received("back-b", "main", 1));
        try (SseClient client = to(1, path, "Last-Event-ID", had, "Consistency-Token", token("back-b"))) {
            await().until(() -> client.hasReceived(2));
            await().until(() -> client.comments() > 0);
            assertThat(client.events()).extracting(SseClient.Event::sku).containsExactly("back-b");
        }
        for (String unknown : List.of("nonsense", "p1.s1", "AQAAAAAB", had + "A")) {
            try (SseClient client = to(1, path, "Last-Event-ID", unknown)) {
                await().until(() -> client.events().size() == 2);
            }
        }
        String tag = querySide.get("/v1/products/back-a").header("ETag").replace("\"", "");
        try (SseClient client = to(0, "/v1/products/back-a/stream", "Last-Event-ID", tag)) {
            await().until(() -> client.isOpen() && client.comments() > 0);
            assertThat(client.events()).isEmpty();
        }
        try (SseClient client = to(0, "/v1/products/back-a/stream", "Last-Event-ID", "p999.s999")) {
            await().until(() -> client.hasReceived(1));
        }
    }

    /** The web server reuses the request objects of closed connections. */
    @Test
    void aNewStreamIsNotClosedByAnOldOne() throws IOException {
        stocked("again");
        String tag = querySide.get("/v1/products/again").header("ETag").replace("\"", "");
        for (int round = 0; round < 3; round++) {
            List<SseClient> some = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                some.add(to(0, "/v1/products/again/stream", "Last-Event-ID", tag));
            }
            for (SseClient client : some) {
                await().until(() -> client.comments() > 0 || client.hasEnded());
                assertThat(client.isOpen()).as("round %s", round).isTrue();
            }
            for (SseClient client : some) {
                client.close();
            }
            awaitNoStreams();
        }
    }

    @Test
    void withoutRedisAChangeIsSentAfterTheMaximumStaleness() throws IOException {
        stocked("unsubscribed");
        querySide.redisProxy(1).interrupt();
        try (SseClient client = to(1, "/v1/products/unsubscribed/stream")) {
            awaitSubscribed(1, 0);
            await().until(() -> client.hasReceived(1));
            for (int i = 2; i < 4; i++) {
                int now = i;
                querySide.append(received("unsubscribed", "main", 1));
                await().until(() -> client.hasReceived(now));
            }
            querySide.redisProxy(1).restore();
            awaitSubscribed(1, 1);
            querySide.append(received("unsubscribed", "main", 1));
            await().until(() -> client.hasReceived(4));
        } finally {
            querySide.redisProxy(1).restore();
            awaitSubscribed(1, 1);
        }
    }

    @Test
    void aClientThatDoesNotReadSkipsVersionsBlocksNoOtherAndIsDropped() throws IOException {
        stocked("slow");
        double dropped = querySide.counter(0, "stockledger.stream.dropped");
        double skipped = querySide.counter(0, "stockledger.stream.skipped");
        try (SseClient slow = SseClient.notReading(querySide.instance(0), "/v1/products/slow/stream");
                SseClient quick = to(0, "/v1/products/slow/stream")) {
            await().until(() -> streams(0) == 2);
            int changes = 60;
            for (int i = 1; i <= changes; i++) {
                String text = i + " " + "x".repeat(200_000);
                querySide.append(new ProductDescribed(new Sku("slow"), text));
                await().until(() -> !quick.events().isEmpty()
                        && quick.last().page().path("description").asString().equals(text));
            }
            assertThat(querySide.counter(0, "stockledger.stream.skipped")).isGreaterThan(skipped);
            await().until(() -> streams(0) == 1);
            assertThat(querySide.counter(0, "stockledger.stream.dropped")).isGreaterThan(dropped);
            slow.read();
            await().until(slow::hasEnded);
            assertThat(slow.events().size()).isLessThan(changes);
        }
    }

    @Test
    void subscribersAboveTheLimitAreRefused() throws IOException {
        stocked("full");
        List<SseClient> clients = new ArrayList<>();
        try {
            while (clients.size() < MAX_PER_CALLER) {
                clients.add(to(0, "/v1/products/full/stream"));
            }
            awaitFirstPages(clients);
            Answer refused = querySide.get("/v1/products/full/stream");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("too-many-streams");
            assertThat(refused.text()).contains("of one caller");
            assertThat(refused.header("Retry-After")).isEqualTo("1");

            while (clients.size() < MAX_SUBSCRIBERS) {
                clients.add(SseClient.from("127.0.0.2", querySide.instance(0), "/v1/products/full/stream"));
            }
            awaitFirstPages(clients);
            try (SseClient another = SseClient.from("127.0.0.2", querySide.instance(0), "/v1/products/full/stream")) {
                await().until(another::hasEnded);
                assertThat(another.headers()).startsWith("HTTP/1.1 503");
            }
        } finally {
            for (SseClient one : clients) {
                one.close();
            }
        }
        awaitNoStreams();
    }

    private static void awaitFirstPages(List<SseClient> clients) {
        clients.forEach(one -> await().until(() -> one.hasReceived(1)));
    }

    /** The web server would drop them only after minutes, so that the honest one cannot get a page because of that. */
    @Test
    void clientsThatDoNotReadDelayNoOther() throws IOException {
        stocked("calm");
        querySide.append(registered("attacked"), new ProductDescribed(new Sku("attacked"), "x".repeat(LARGE_PAGE)));
        var instance = querySide.start(
                "--server.tomcat.connection-timeout=10m",
                HEARTBEAT,
                // The web server does not end the requests of clients that do not read.
                "--spring.lifecycle.timeout-per-shutdown-phase=1s");
        int index = querySide.indexOf(instance);
        querySide.awaitReady(index);
        List<SseClient> attackers = new ArrayList<>();
        try (SseClient honest = SseClient.to(instance, "/v1/products/calm/stream")) {
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.add(SseClient.notReading(instance, "/v1/products/attacked/stream"));
            }
            await().until(() -> streams(index) == ATTACKERS + 1);
            for (int i = 2; i < 6; i++) {
                int now = i;
                querySide.append(received("calm", "main", 1));
                await().until(() -> honest.hasReceived(now));
            }
            assertThat(streams(index)).isEqualTo(ATTACKERS + 1);
            assertThat(attackers).noneMatch(SseClient::hasEnded);
        } finally {
            for (SseClient one : attackers) {
                one.close();
            }
        }
        await().until(() -> streams(index) == 0);
        instance.close();
    }

    @Test
    void aHeadRequestOpensNoStream() {
        stocked("head");
        Answer head = querySide.send(0, "HEAD", "/v1/products/head/stream", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(streams(0)).isZero();
    }

    @Test
    void aProductNamedStreamHasAPage() {
        stocked("stream");
        assertThat(querySide.get("/v1/products/stream").body().path("sku").asString())
                .isEqualTo("stream");
    }

    @Test
    void shutdownDoesNotWaitForSubscribers() throws IOException {
        stocked("end");
        var third =
                querySide.start("--spring.lifecycle.timeout-per-shutdown-phase=" + SHUTDOWN_PHASE.toSeconds() + "s");
        int index = querySide.indexOf(third);
        querySide.awaitReady(index);
        try (SseClient reading = SseClient.to(third, "/v1/products/end/stream");
                SseClient idle = SseClient.notReading(third, "/v1/products/end/stream")) {
            await().until(() -> reading.hasReceived(1) && streams(index) == 2);
            long before = System.nanoTime();
            third.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHUTDOWN_PHASE);
            await().until(reading::hasEnded);
            idle.read();
            await().until(idle::hasEnded);
        }
    }
}
