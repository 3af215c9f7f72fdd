package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;
import stockledger.events.WebhookId;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;
import stockledger.query.RunningQuerySide;
import stockledger.web.webhook.WebhookSecrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events are delivered to webhooks at least once, in the order of their SKU, signed, by one process at a time. */
@ExtendWith(OutputCaptureExtension.class)
class EventsAreDeliveredToWebhooksTest {

    private static final String ALLOWED = "--stockledger.webhooks.allow-private-addresses=true";
    private static RunningQuerySide querySide;
    private static HttpServer server;
    private static final AtomicInteger IDS = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        querySide = new RunningQuerySide(ALLOWED);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
    }

    @AfterAll
    static void stop() {
        querySide.close();
        server.stop(0);
    }

    /** A delivery, as a receiver has it. */
    private record Received(String id, String timestamp, String signature, byte[] body, JsonNode json) {

        long sequence() {
            return Long.parseLong(json.path("sequence").asString());
        }
    }

    /** A receiver of its own for each test. */
    private static final class Receiver {

        private final String number = "hook-" + IDS.incrementAndGet();
        private final WebhookId id = new WebhookId(number);
        private final List<Received> received = new CopyOnWriteArrayList<>();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile int failEvery;
        private volatile String refused = "";
        private final String sku = "SKU-" + number;

        Receiver() {
            server.createContext("/" + number, this::receive);
            querySide.append(new WebhookRegistered(
                    id,
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/" + number,
                    List.of("stock.*"),
                    sku,
                    null,
                    null,
                    key()));
        }

        static String key() {
            return querySide.bean(WebhookSecrets.class).currentKeyId();
        }

        private void receive(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode json = new JsonMapper().readTree(body);
            boolean fails = failEvery > 0 && calls.incrementAndGet() % failEvery == 0
                    || json.path("sequence").asString().equals(refused);
            if (!fails) {
                received.add(new Received(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        body,
                        json));
            }
            exchange.sendResponseHeaders(fails ? 500 : 204, -1);
            exchange.close();
        }

        void append(int events) {
            querySide.append(IntStream.range(0, events)
                    .mapToObj(i -> received(sku, "MAIN", 1 + i))
                    .toArray());
        }

        List<Long> sequences() {
            return received.stream().map(Received::sequence).toList();
        }

        void awaitSequences(int count) {
            await().untilAsserted(() -> assertThat(sequences())
                    .isEqualTo(LongStream.range(0, count).boxed().toList()));
        }

        JsonNode get(String path) {
            return querySide.get("/v1/webhooks/" + number + path).body();
        }

        void remove() {
            querySide.append(new WebhookRemoved(id));
        }
    }

    @Test
    void aReceiverThatFailsEveryThirdCallHasEveryEventInOrder() {
        Receiver receiver = new Receiver();
        receiver.failEvery = 3;
        receiver.append(4);
        querySide.append(received("OTHER", "MAIN", 1));
        receiver.awaitSequences(4);
        await().untilAsserted(() -> {
            assertThat(receiver.get("").path("delivered").asLong()).isEqualTo(4);
            assertThat(receiver.get("").path("state").asString()).isEqualTo("active");
        });
        JsonNode failed = receiver.get("/deliveries?result=failed").path("items");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("status").asInt()).isEqualTo(500);
        JsonNode first = receiver.get("/deliveries?limit=2");
        JsonNode second = receiver.get(
                "/deliveries?limit=200&cursor=" + first.path("nextCursor").asString());
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(3);
        receiver.remove();
    }

    @Test
    void whyAWebhookCannotBeDeliveredToIsLoggedOncePerCause(CapturedOutput output) {
        WebhookId id = new WebhookId("cannot-begin");
        String line = "webhook cannot-begin cannot be delivered to";
        querySide.append(new WebhookRegistered(id, "http://[", List.of("stock.*"), null, null, null, Receiver.key()));
        await().until(() -> output.getOut().contains(line));
        // Registered later, so it begins at a later attempt.
        Receiver other = new Receiver();
        other.append(1);
        other.awaitSequences(1);
        other.remove();
        assertThat(StringUtils.countOccurrencesOf(output.getOut(), line)).isEqualTo(1);

        querySide.append(new WebhookChanged(id, "a b", List.of("stock.*"), null, null, null));

        await().until(() -> StringUtils.countOccurrencesOf(output.getOut(), line) == 2);
        querySide.append(new WebhookRemoved(id));
    }

    @Test
    void bothSecretsSignUntilTheNamedTime() {
        Receiver receiver = new Receiver();
        WebhookSecrets secrets = querySide.bean(WebhookSecrets.class);
        querySide.append(new WebhookSecretRotated(
                receiver.id, 2, Receiver.key(), Instant.now().plusSeconds(600)));
        await().until(() -> receiver.get("").path("secrets").size() == 2);
        byte[] old = secrets.secret(receiver.number, 1, Receiver.key());
        byte[] current = secrets.secret(receiver.number, 2, Receiver.key());
        // The process that delivers knows of the rotation a moment later.
        await().untilAsserted(() -> {
            receiver.append(1);
            receiver.awaitSequences((int) querySide.version("stock:" + receiver.sku) + 1);
            Received newest = receiver.received.get(receiver.received.size() - 1);
            assertThat(newest.signature())
                    .isEqualTo(WebhookSignature.of(
                            List.of(old, current), newest.id(), Long.parseLong(newest.timestamp()), newest.body()));
        });
        receiver.remove();
    }

    @Test
    void aPausedWebhookGoesOnWhereItStoppedAndAReplayBeginsAgain() {
        Receiver receiver = new Receiver();
        receiver.append(2);
        receiver.awaitSequences(2);
        querySide.append(new WebhookPaused(receiver.id, "moved"));
        await().until(() -> receiver.get("").path("pauseCause").asString("").equals("operator"));
        await().until(() -> receiver.get("").path("delivered").asLong() == 2);
        receiver.append(2);
        querySide.append(new WebhookResumed(receiver.id));
        receiver.awaitSequences(4);
        querySide.append(new WebhookReplayRequested(receiver.id, 1, 0L, null));
        await().untilAsserted(() -> assertThat(receiver.sequences()).containsExactly(0L, 1L, 2L, 3L, 0L, 1L, 2L, 3L));
        receiver.remove();
    }

    @Test
    void aSkippedEventHoldsUpNoOther() {
        Receiver receiver = new Receiver();
        receiver.refused = "0000000000";
        receiver.append(2);
        await().until(() -> receiver.get("/deliveries").path("items").size() > 0);
        String refused =
                receiver.get("/deliveries").path("items").get(0).path("eventId").asString();
        querySide.append(new WebhookEventSkipped(receiver.id, refused));
        await().untilAsserted(() -> assertThat(receiver.sequences()).containsExactly(1L));
        receiver.remove();
    }

    @Test
    void aReplayLosesNothingThatWaits() {
        Receiver receiver = new Receiver();
        receiver.failEvery = 1;
        receiver.append(2);
        await().until(() -> receiver.get("").path("failed").asLong() > 0);
        querySide.append(new WebhookReplayRequested(receiver.id, 1, 1_000_000L, null));
        DeliveryProgress progress = querySide.bean(DeliveryProgress.class);
        await().until(() ->
                progress.find(List.of(receiver.number)).get(receiver.number).replay() == 1);
        receiver.failEvery = 0;
        receiver.awaitSequences(2);
        receiver.remove();
    }

    @Test
    void anotherInstanceTakesOverAndOnlyOneDelivers() {
        Receiver receiver = new Receiver();
        receiver.append(1);
        receiver.awaitSequences(1);
        ConfigurableApplicationContext other = querySide.start(ALLOWED);
        receiver.append(1);
        receiver.awaitSequences(2);
        // The first instance lets go as at a shutdown; the other one takes it within some seconds.
        WebhookDispatcher first = querySide.instance(0).getBean(WebhookDispatcher.class);
        first.pause();
        receiver.append(2);
        await().untilAsserted(() -> assertThat(receiver.sequences()).containsExactly(0L, 1L, 2L, 3L));
        first.goOn();
        other.close();
        receiver.append(1);
        receiver.awaitSequences(5);
        receiver.remove();
    }
}
