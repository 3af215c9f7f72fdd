package stockledger.trials.reads;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.Call;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RateSchedule;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** Registers products, changes them at a fixed rate, and measures when their pages show it. */
final class FreshnessRun {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final double MAX_VISIBLE_MILLIS = 60;

    /**
     * The size of a run.
     *
     * @param name the location, and the prefix of the SKUs; no earlier run had it
     */
    record Plan(
            URI commandUrl,
            URI queryUrl,
            String name,
            int skus,
            double changesPerSecond,
            double pauseMillis,
            LoadOptions.WithWarmUp load) {}

    private final Plan plan;

    FreshnessRun(Plan plan) {
        this.plan = plan;
    }

    FreshnessReport run() throws IOException {
        List<String> skus = IntStream.range(0, plan.skus())
                .mapToObj(number -> plan.name() + "-" + number)
                .toList();
        setUp(skus);
        HttpRequests queries = new HttpRequests(plan.queryUrl());
        HttpRequests commands = new HttpRequests(plan.commandUrl());
        long start = System.nanoTime();
        long from = start + (long) (plan.load().warmSeconds() * 1e9);
        long end = from + (long) (plan.load().seconds() * 1e9);
        StatsRecorder acknowledged = new StatsRecorder(from, end);
        StatsRecorder visible = new StatsRecorder(from, end);
        StatsRecorder withToken = new StatsRecorder(from, end);
        long pause = (long) (plan.pauseMillis() * TimeUnit.MILLISECONDS.toNanos(1));
        VisibilityRequests visibility = new VisibilityRequests(queries, pause, visible, withToken);
        RateSchedule schedule = new RateSchedule(start, end, plan.changesPerSecond());
        ChangeRequests changes = new ChangeRequests(commands, skus, plan.name(), acknowledged, visibility, schedule);
        int connections = plan.load().connections();
        HttpLoadClient.run(
                RESPONSE_TIMEOUT,
                Workload.http(commands.address(), connections, changes),
                Workload.http(queries.address(), connections, visibility));
        return report(acknowledged.stats(), visible.stats(), withToken.stats(), visibility);
    }

    /** Creates a location and products with a price of one penny, and waits until the query side has them. */
    private void setUp(List<String> skus) {
        RetryingClient commands = new RetryingClient(plan.commandUrl());
        ObjectNode location =
                JsonNodeFactory.instance.objectNode().put("id", plan.name()).put("name", "Freshness");
        send(commands, Call.post(RequestKind.REGISTER, "/v1/locations", location, "freshness", plan.name()));
        String token = null;
        for (String sku : skus) {
            ObjectNode product =
                    JsonNodeFactory.instance.objectNode().put("sku", sku).put("name", "Fresh " + sku);
            product.putObject("price").put("amount", "0.01").put("currency", Catalog.CURRENCY);
            token = send(commands, Call.post(RequestKind.REGISTER, "/v1/products", product, "freshness", sku));
        }
        RetryingClient queries = new RetryingClient(plan.queryUrl());
        for (String sku : List.of(skus.get(0), skus.get(skus.size() - 1))) {
            send(queries, Call.get(RequestKind.READ, "/v1/products/" + sku, token));
        }
    }

    private static @Nullable String send(RetryingClient client, Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed("the setup was refused: " + call + " was answered " + response.summary());
        }
        return response.consistencyToken();
    }

    private FreshnessReport report(Stats acknowledged, Stats visible, Stats withToken, VisibilityRequests visibility) {
        List<Objective> objectives = List.of(
                Objective.atMost(
                        "acknowledgement to visible, p99",
                        visible.answered() == 0 ? null : visible.p99Millis(),
                        "ms",
                        MAX_VISIBLE_MILLIS),
                Objective.atMost(
                        "responses older than their token",
                        (double) visibility.stale().size(),
                        "",
                        0));
        return new FreshnessReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                plan.commandUrl().toString(),
                plan.queryUrl().toString(),
                Machine.current(),
                plan.changesPerSecond(),
                plan.pauseMillis(),
                acknowledged,
                visible,
                withToken,
                visibility.notYetVisible(),
                visibility.stale(),
                visibility.pages(),
                objectives);
    }
}
