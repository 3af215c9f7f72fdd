package stockledger.trials.cost;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import stockledger.trials.cli.Machine;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.Projections;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** Registers products, sends receipts at a fixed rate, then nothing, and measures the processor time of both. */
final class CostRun {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROJECTION_TIMEOUT = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 16;
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A constant, so that runs are comparable. */
    private static final long SEED = 20_260_103;

    /**
     * The size of a run.
     *
     * @param name the location, and the prefix of the SKUs; no earlier run had it
     */
    record Plan(
            URI url,
            URI queryUrl,
            String name,
            int skus,
            double ratePerSecond,
            double warmSeconds,
            double warmRatePerSecond,
            double seconds,
            double idleSeconds) {}

    private final Plan plan;
    private final CpuMeter meter;
    private final Consumer<String> progress;
    private final Projections projections;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Backoff backoff = new Backoff();

    CostRun(Plan plan, ThreadTimes threads, Consumer<String> progress) {
        this.plan = plan;
        this.meter = new CpuMeter(threads);
        this.progress = progress;
        this.projections = new Projections(new RetryingClient(plan.queryUrl));
    }

    CostReport run() throws IOException {
        progress.accept("setting up " + plan.skus + " products");
        setUp();
        projections.awaitCaughtUp(PROJECTION_TIMEOUT);
        progress.accept("warming up");
        sendReceipts(plan.warmRatePerSecond, plan.warmSeconds);
        projections.awaitCaughtUp(PROJECTION_TIMEOUT);
        progress.accept("sending receipts");
        Stats[] receipts = new Stats[1];
        CpuMeter.Used load = meter.measure(() -> receipts[0] = sendReceipts(plan.ratePerSecond, plan.seconds));
        projections.awaitCaughtUp(PROJECTION_TIMEOUT);
        progress.accept("idle");
        CpuMeter.Used idle = meter.measure(() -> backoff.await(duration(plan.idleSeconds)));
        return CostReport.of(
                new CostReport.Setting(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        plan.url.toString(),
                        Machine.current(),
                        plan.ratePerSecond,
                        plan.skus,
                        plan.warmSeconds,
                        plan.warmRatePerSecond),
                load,
                idle,
                receipts[0]);
    }

    private void setUp() {
        RetryingClient commands = new RetryingClient(plan.url);
        ObjectNode location =
                JsonNodeFactory.instance.objectNode().put("id", plan.name).put("name", "Cost");
        send(commands, Call.post(RequestKind.REGISTER, "/v1/locations", location, "cost", plan.name));
        for (int number = 0; number < plan.skus; number++) {
            ObjectNode product = JsonNodeFactory.instance
                    .objectNode()
                    .put("sku", sku(number))
                    .put("name", "Cost " + number);
            product.putObject("price").put("amount", "1.00").put("currency", "GBP");
            send(commands, Call.post(RequestKind.REGISTER, "/v1/products", product, "cost", sku(number)));
        }
    }

    private static void send(RetryingClient client, Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed("the setup was refused: " + call + " was answered " + response.summary());
        }
    }

    private String sku(int number) {
        return plan.name + "-" + number;
    }

    private Stats sendReceipts(double ratePerSecond, double seconds) throws IOException {
        HttpRequests http = new HttpRequests(plan.url);
        long start = System.nanoTime();
        long end = start + duration(seconds).toNanos();
        StatsRecorder recorder = new StatsRecorder(start, end);
        FixedRateRun receipts =
                new FixedRateRun(() -> receipt(http), recorder, start, end, ratePerSecond, end + GIVE_UP_NANOS);
        HttpLoadClient.run(RESPONSE_TIMEOUT, Workload.http(http.address(), CONNECTIONS, receipts));
        return recorder.stats();
    }

    private byte[] receipt(HttpRequests http) {
        return http.send(
                "POST",
                "/v1/inventory/" + sku(random.nextInt(plan.skus)) + "/receipts",
                "{\"locationId\":\"" + plan.name + "\",\"quantity\":1,\"reference\":\"cost\"}");
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }
}
