package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.BulkJobs;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.RetryingClient;

/** Sends a receipt file, or watches the job of an earlier one, and checks the stock after the job. */
final class BulkRun {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** SKUs of one request for availability: the most that the service accepts. */
    private static final int SKUS_PER_REQUEST = 1000;

    private final URI url;
    private final BaselineOptions baseline;
    private final Duration projectionTimeout;
    private final Consumer<String> progress;
    private final RetryingClient client;
    private final Backoff backoff = new Backoff();

    /**
     * @param projectionTimeout after the job's end, how long the read models may take to show it
     */
    BulkRun(URI url, BaselineOptions baseline, Duration projectionTimeout, Consumer<String> progress) {
        this.url = url;
        this.baseline = baseline;
        this.projectionTimeout = projectionTimeout;
        this.progress = progress;
        this.client = new RetryingClient(url);
    }

    /**
     * @param earlierJob a job that was started before; null sends the file
     */
    BulkReport run(ReceiptFile file, @Nullable String earlierJob) {
        List<BaselineResult> baselines = baseline.measure(file.skuCount(), progress);
        if (earlierJob == null) {
            progress.accept("setting up run " + file.run());
            new SaleSetup(client).create(Sale.ofMany(file.location(), file.skus(), 0, 0));
        }
        String csv = file.csv();
        progress.accept(earlierJob == null ? "sending " + csv.length() + " bytes" : "watching " + earlierJob);
        BulkJobs jobs = new BulkJobs(client);
        long start = System.nanoTime();
        String job =
                earlierJob == null ? jobs.submit("receipts", "text/csv", csv, "bulk-load:" + file.run()) : earlierJob;
        progress.accept("job " + job);
        JsonNode end = jobs.awaitEnd(job, "").body();
        double seconds = (System.nanoTime() - start) / 1e9;
        double perSecond = file.rows() / seconds;
        double behind = secondsBehind(file);
        progress.accept("checking");
        List<String> differences = new ArrayList<>();
        String status = end.path("status").asText("unknown");
        if (!status.equals("finished")) {
            differences.add("the job ended as " + status);
        }
        differences.addAll(stockDifferences(file));
        return new BulkReport(
                url.toString(),
                file.run(),
                job,
                file.rows(),
                file.skuCount(),
                earlierJob == null,
                seconds,
                perSecond,
                behind,
                end,
                BaselineResult.compared(baselines, perSecond),
                List.copyOf(differences));
    }

    /** The seconds from now until availability shows every receipt; at most the timeout of the read models. */
    private double secondsBehind(ReceiptFile file) {
        long[] expected = file.onHand();
        List<String> skus = file.skus();
        long start = System.nanoTime();
        for (int from = 0; from < expected.length; from += SKUS_PER_REQUEST) {
            int to = Math.min(expected.length, from + SKUS_PER_REQUEST);
            long[] units = Arrays.copyOfRange(expected, from, to);
            while (!Arrays.equals(available(skus.subList(from, to)), units)
                    && System.nanoTime() - start < projectionTimeout.toNanos()) {
                backoff.await(POLL_INTERVAL);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** The available units of each SKU, in their order. */
    private long[] available(List<String> skus) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        skus.forEach(body.putArray("skus")::add);
        JsonNode items = client.send(Call.post(RequestKind.READ, "/v1/availability", body))
                .body()
                .path("items");
        return IntStream.range(0, items.size())
                .mapToLong(i -> items.get(i).path("available").asLong(-1))
                .toArray();
    }

    private List<String> stockDifferences(ReceiptFile file) {
        List<String> differences = new ArrayList<>();
        long[] expected = file.onHand();
        List<String> skus = file.skus();
        long deadline = System.nanoTime() + projectionTimeout.toNanos();
        for (int number = 0; number < expected.length; number++) {
            String sku = skus.get(number);
            JsonNode actual = onHand(sku);
            while (actual.longValue() != expected[number] && System.nanoTime() < deadline) {
                backoff.await(POLL_INTERVAL);
                actual = onHand(sku);
            }
            if (actual.longValue() != expected[number]) {
                differences.add(sku + ": onHand: expected " + expected[number] + ", got " + actual);
            }
        }
        return differences;
    }

    private JsonNode onHand(String sku) {
        return client.send(Call.get(RequestKind.READ, "/v1/inventory/" + sku, null))
                .body()
                .path("onHand");
    }
}
