package stockledger.trials.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.BulkJobs;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.StatsRecorder;

/** Prepares a SKU with many events, and measures answers about its past. */
final class LongHistoryRun {

    private static final String LOCATION = "LONG-HISTORY";
    private static final int ROWS_PER_UPLOAD = 50_000;
    private static final int WARM_UP = 50;
    private static final double MAX_RECENT_MILLIS = 100;
    private static final double MAX_ANY_MILLIS = 500;
    private static final Duration RECENT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Carts are held for as long as the service allows by default. */
    private static final int TTL_SECONDS = 86_400;

    private static final long SEED = 20_260_103;

    private final URI url;
    private final int samples;
    private final Consumer<String> progress;
    private final RetryingClient client;
    private final Backoff backoff = new Backoff();
    private final SplittableRandom random = new SplittableRandom(SEED);

    LongHistoryRun(URI url, int samples, Consumer<String> progress) {
        this.url = url;
        this.samples = samples;
        this.progress = progress;
        this.client = new RetryingClient(url);
    }

    /** Creates the SKU with its events. Half of the carts are open from the beginning, half of all are confirmed. */
    String prepare(String sku, int receipts, int openCarts) {
        progress.accept("preparing " + sku);
        ObjectNode location = object().put("id", LOCATION).put("name", "Stock of the long history");
        require(client.send(Call.post(RequestKind.REGISTER, "/v1/locations", location, "long", LOCATION)
                .acceptingRefusal("location-exists")));
        ObjectNode product = object().put("sku", sku).put("name", "Long history " + sku);
        product.putObject("price").put("amount", "1.00").put("currency", "GBP");
        require(client.send(Call.post(RequestKind.REGISTER, "/v1/products", product, "long", sku)));
        receive(sku, 0, Math.min(openCarts + 1, receipts));
        hold(sku, 0, openCarts / 2);
        receive(sku, Math.min(openCarts + 1, receipts), receipts);
        hold(sku, openCarts / 2, openCarts);
        awaitVersion(sku, receipts);
        return sku;
    }

    private void receive(String sku, int from, int to) {
        BulkJobs jobs = new BulkJobs(client);
        for (int start = from; start < to; start += ROWS_PER_UPLOAD) {
            int end = Math.min(to, start + ROWS_PER_UPLOAD);
            StringBuilder rows = new StringBuilder("sku,locationId,quantity,reference\n");
            for (int row = start; row < end; row++) {
                rows.append(sku)
                        .append(',')
                        .append(LOCATION)
                        .append(",1,row-")
                        .append(row)
                        .append('\n');
            }
            String job = jobs.submit("receipts", "text/csv", rows.toString(), "long:" + sku + ":" + start);
            JsonNode done = jobs.awaitEnd(job, "").body();
            progress.accept(end + " receipts: " + done.path("status").asText());
        }
    }

    private void hold(String sku, int from, int to) {
        for (int cart = from; cart < to; cart++) {
            String id = sku + "-" + cart;
            ObjectNode body = object().put("id", id).put("ttlSeconds", TTL_SECONDS);
            body.putArray("lines").addObject().put("sku", sku).put("quantity", 1);
            require(client.send(Call.post(RequestKind.RESERVE, "/v1/reservations", body, "long", id)));
            if (cart % 2 == 0) {
                String confirm = "/v1/reservations/" + id + "/confirm";
                require(client.send(Call.post(RequestKind.CONFIRM, confirm, object(), "long", "confirm", id)));
            }
        }
    }

    private void awaitVersion(String sku, int receipts) {
        while (get("/v1/inventory/" + sku).path("version").asLong(-1) < receipts - 1) {
            backoff.await(POLL_INTERVAL);
        }
    }

    LongHistoryReport measure(String sku) {
        String inventory = "/v1/inventory/" + sku;
        String explanation = inventory + "/explanation";
        JsonNode now = get(explanation);
        if (!now.has("terms")) {
            throw new SetupFailed("there is no explanation of " + sku);
        }
        Instant last = Instant.parse(now.path("asOf").asText());
        Instant first = firstEvent(sku, last);
        List<LongHistoryReport.Kind> kinds = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Supplier<Instant> recent = () -> last.minusMillis(random.nextLong(RECENT.toMillis()));
        Supplier<Instant> any = () ->
                first.plusMillis(random.nextLong(Duration.between(first, last).toMillis() + 1));
        kinds.add(measure("explanation now", () -> explanation, differences));
        kinds.add(measure("explanation, recent instant", () -> explanation + "?asOf=" + recent.get(), differences));
        kinds.add(measure("explanation, any instant", () -> explanation + "?asOf=" + any.get(), differences));
        kinds.add(measure("inventory, any instant", () -> inventory + "?asOf=" + any.get(), differences));
        kinds.add(measure("page, any instant", () -> "/v1/products/" + sku + "?asOf=" + any.get(), differences));
        String causes = inventory + "/count-causes?locationId=" + LOCATION + "&counted=1";
        kinds.add(measure("causes of a count now", () -> causes, differences));
        kinds.add(measure("causes of a count at any instant", () -> causes + "&countedAt=" + any.get(), differences));
        List<Objective> objectives = kinds.stream()
                .map(kind -> Objective.atMost(
                        kind.name() + ", p99",
                        kind.stats().p99Millis(),
                        "ms",
                        kind.name().contains("any") ? MAX_ANY_MILLIS : MAX_RECENT_MILLIS))
                .toList();
        return new LongHistoryReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                url.toString(),
                Machine.current(),
                sku,
                now.path("version").asLong(),
                List.copyOf(kinds),
                objectives,
                List.copyOf(differences));
    }

    /** When the product was there for the first time, to the second: found by halving. */
    private Instant firstEvent(String sku, Instant last) {
        Instant absent = last.minus(Duration.ofDays(400));
        Instant present = last;
        while (Duration.between(absent, present).toMillis() > 1_000) {
            Instant middle = absent.plus(Duration.between(absent, present).dividedBy(2));
            if (get("/v1/products/" + sku + "?asOf=" + middle.truncatedTo(ChronoUnit.MILLIS))
                    .has("sku")) {
                present = middle;
            } else {
                absent = middle;
            }
        }
        return present.plusMillis(1_000);
    }

    private LongHistoryReport.Kind measure(String name, Supplier<String> path, List<String> differences) {
        progress.accept(name);
        for (int i = 0; i < WARM_UP; i++) {
            get(path.get());
        }
        StatsRecorder recorder = new StatsRecorder();
        for (int i = 0; i < samples; i++) {
            String address = path.get();
            Response response = client.send(Call.get(RequestKind.READ, address, null));
            if (response.accepted()) {
                recorder.accepted(response.sentNanos(), response.receivedNanos(), 0);
                String difference = differenceOf(address, response.body());
                if (!difference.isEmpty() && differences.size() < samples) {
                    differences.add(difference);
                }
            } else {
                recorder.failed(response.sentNanos(), response.receivedNanos(), response.summary());
                differences.add(address + ": " + response.summary());
            }
        }
        return new LongHistoryReport.Kind(name, recorder.stats());
    }

    private static String differenceOf(String address, JsonNode body) {
        long sum = 0;
        for (JsonNode term : body.path("terms")) {
            sum += term.path("sign").asLong() * term.path("units").asLong();
        }
        return body.has("terms") && sum != body.path("available").asLong()
                ? address + ": the terms add up to " + sum + ", not to " + body.path("available")
                : "";
    }

    private JsonNode get(String path) {
        return client.send(Call.get(RequestKind.READ, path, null)).body();
    }

    private static void require(Response response) {
        if (!response.accepted()) {
            throw new SetupFailed("the SKU cannot be prepared: " + response.summary());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
