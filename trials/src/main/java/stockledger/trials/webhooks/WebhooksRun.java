package stockledger.trials.webhooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.Projections;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;
import stockledger.trials.webhooks.WebhooksReport.Faults;
import stockledger.trials.webhooks.WebhooksReport.Turn;

/** Runs the trial of webhooks. */
final class WebhooksRun {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration DOWN_TIME = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int CONNECTIONS = 16;
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int FAULT_RATE = 20;
    private static final int FAIL_EVERY = 3;
    private static final int SLOW_EVERY = 20;
    private static final long SEED = 20_261_130;

    /**
     * The size of a run.
     *
     * @param name the location, and the prefix of the SKUs; no earlier run had it
     */
    record Plan(
            URI url,
            String name,
            int faultSeconds,
            int rate,
            int webhooks,
            int fullSpeedWebhooks,
            int rounds,
            int warmSeconds,
            int seconds,
            int skus,
            double maxSlowdown) {}

    private final Plan plan;
    private final Receiver receiver;
    private final Consumer<String> progress;
    private final RetryingClient client;
    private final HttpRequests http;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Backoff backoff = new Backoff();

    WebhooksRun(Plan plan, Receiver receiver, Consumer<String> progress) {
        this.plan = plan;
        this.receiver = receiver;
        this.progress = progress;
        this.client = new RetryingClient(plan.url);
        this.http = new HttpRequests(plan.url);
    }

    /** A registered webhook. */
    private record Registered(String id, String secret) {}

    WebhooksReport run() throws IOException {
        progress.accept("setting up " + plan.skus + " products");
        setUp();
        Faults faults = faults();
        progress.accept("warming up");
        turn(true, plan.fullSpeedWebhooks, plan.warmSeconds);
        turn(false, plan.webhooks, plan.warmSeconds);
        List<Turn> fixed = new ArrayList<>();
        List<Turn> full = new ArrayList<>();
        for (int round = 1; round <= plan.rounds; round++) {
            progress.accept("round " + round);
            fixed.add(turn(false, 0, plan.seconds));
            fixed.add(turn(false, plan.webhooks, plan.seconds));
            full.add(turn(true, 0, plan.seconds));
            full.add(turn(true, plan.fullSpeedWebhooks, plan.seconds));
        }
        WebhooksReport.Setting setting = new WebhooksReport.Setting(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                plan.url.toString(),
                Machine.current(),
                plan.skus,
                plan.rate,
                plan.webhooks,
                plan.fullSpeedWebhooks,
                plan.rounds,
                plan.seconds);
        return WebhooksReport.of(setting, faults, fixed, full, plan.maxSlowdown);
    }

    private void setUp() {
        ObjectNode location =
                JsonNodeFactory.instance.objectNode().put("id", plan.name).put("name", "Webhooks");
        send(Call.post(RequestKind.REGISTER, "/v1/locations", location, "webhooks", plan.name));
        for (int number = 0; number < plan.skus; number++) {
            ObjectNode product = JsonNodeFactory.instance
                    .objectNode()
                    .put("sku", sku(number))
                    .put("name", "Webhooks " + number);
            product.putObject("price").put("amount", "1.00").put("currency", "GBP");
            send(Call.post(RequestKind.REGISTER, "/v1/products", product, "webhooks", sku(number)));
        }
    }

    private Response send(Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed("the setup was refused: " + call + " was answered " + response.summary());
        }
        return response;
    }

    private String sku(int number) {
        return plan.name + "-" + number;
    }

    private Registered register(String name) {
        ObjectNode webhook = JsonNodeFactory.instance
                .objectNode()
                .put("url", receiver.url(name))
                .put("skuPrefix", plan.name + "-");
        webhook.putArray("types").add("stock.*");
        Response response = send(Call.post(RequestKind.REGISTER, "/v1/webhooks", webhook, "webhooks", plan.name, name));
        return new Registered(
                response.body().path("id").asText(),
                response.body().path("secret").asText());
    }

    private void remove(Registered webhook) {
        send(Call.post(
                RequestKind.REGISTER,
                "/v1/webhooks/" + webhook.id() + "/remove",
                JsonNodeFactory.instance.objectNode()));
    }

    /** Receipts while the receiver fails, is slow, and is killed twice. */
    private Faults faults() throws IOException {
        progress.accept("receipts while the receiver fails");
        Registered webhook = register("faults");
        receiver.check("faults", webhook.secret());
        receiver.misbehave(FAIL_EVERY, SLOW_EVERY);
        CompletableFuture<Stats> receipts = CompletableFuture.supplyAsync(() -> {
            try {
                return atFixedRate(FAULT_RATE, plan.faultSeconds);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        for (int i = 0; i < 2; i++) {
            backoff.await(Duration.ofSeconds(plan.faultSeconds).dividedBy(3).minus(DOWN_TIME.dividedBy(2)));
            receiver.kill();
            backoff.await(DOWN_TIME);
            receiver.restart();
        }
        Stats sent = receipts.join();
        new Projections(client).awaitCaughtUp(ARRIVAL_TIMEOUT);
        Map<String, Long> expected = new TreeMap<>();
        for (int number = 0; number < plan.skus; number++) {
            long events = onHand(sku(number));
            if (events > 0) {
                expected.put(sku(number), events);
            }
        }
        long begin = System.nanoTime();
        while (!receiver.arrived("faults").equals(expected) && System.nanoTime() - begin < ARRIVAL_TIMEOUT.toNanos()) {
            backoff.await(POLL);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        receiver.misbehave(0, 0);
        Map<String, Long> arrived = receiver.arrived("faults");
        long missing = expected.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - arrived.getOrDefault(entry.getKey(), 0L)))
                .sum();
        remove(webhook);
        return new Faults(
                sent.failed(),
                expected.values().stream().mapToLong(Long::longValue).sum(),
                missing,
                receiver.repetitions("faults"),
                receiver.requests(),
                seconds,
                receiver.faults("faults"));
    }

    /** Each receipt has one unit and is one event. */
    private long onHand(String sku) {
        Response response = send(Call.get(RequestKind.READ, "/v1/inventory/" + sku, null));
        return response.body().path("onHand").asLong();
    }

    /** Receipts while some webhooks have all of them. */
    private Turn turn(boolean fullSpeed, int webhooks, int seconds) throws IOException {
        List<Registered> registered = new ArrayList<>();
        for (int i = 0; i < webhooks; i++) {
            registered.add(register("turn-" + System.nanoTime()));
        }
        // Deliveries begin, and what was left of the turn before ends.
        backoff.await(SETTLING);
        long before = receiver.count();
        long begin = System.nanoTime();
        Stats stats = fullSpeed ? atFullSpeed(Duration.ofSeconds(seconds)) : atFixedRate(plan.rate, seconds);
        double delivered = (receiver.count() - before) / ((System.nanoTime() - begin) / 1e9);
        registered.forEach(this::remove);
        return new Turn(webhooks, delivered, stats);
    }

    private Stats atFixedRate(double perSecond, double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        StatsRecorder recorder = new StatsRecorder(start, end);
        FixedRateRun receipts = new FixedRateRun(this::receipt, recorder, start, end, perSecond, end + GIVE_UP_NANOS);
        HttpLoadClient.run(RESPONSE_TIMEOUT, Workload.http(http.address(), CONNECTIONS, receipts));
        return recorder.stats();
    }

    private Stats atFullSpeed(Duration duration) throws IOException {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        StatsRecorder recorder = new StatsRecorder(start, end);
        RequestSource receipts = new RequestSource() {
            @Override
            public @Nullable Request next(long nowNanos) {
                return nowNanos - end >= 0 ? null : new MeasuredRequest(receipt(), nowNanos, recorder);
            }

            @Override
            public long nextDueNanos() {
                return NEVER;
            }
        };
        HttpLoadClient.run(RESPONSE_TIMEOUT, Workload.http(http.address(), CONNECTIONS, receipts));
        return recorder.stats();
    }

    private byte[] receipt() {
        return http.send(
                "POST",
                "/v1/inventory/" + sku(random.nextInt(plan.skus)) + "/receipts",
                "{\"locationId\":\"" + plan.name + "\",\"quantity\":1,\"reference\":\"webhooks\"}");
    }
}
