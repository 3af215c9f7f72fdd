package stockledger.trials.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import stockledger.trials.catalog.Article;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.BulkJobs;
import stockledger.trials.client.Call;
import stockledger.trials.client.Projections;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.SetupFailed;

/** Loads a catalog into the service: products and their receipts, as rows of bulk jobs. */
final class CatalogLoader {

    private static final int OK = 200;
    private static final int ROWS_PER_JOB = 25_000;
    private static final Duration PROJECTION_TIMEOUT = Duration.ofHours(1);

    private final RetryingClient client;
    private final BulkJobs jobs;
    private final Consumer<String> progress;

    CatalogLoader(RetryingClient client, Consumer<String> progress) {
        this.client = client;
        this.jobs = new BulkJobs(client);
        this.progress = progress;
    }

    /** Loads the articles from the given number on, unless the whole catalog is loaded already. */
    void load(Catalog catalog, int from) {
        if (isLoaded(catalog)) {
            return;
        }
        String marker = marker(catalog);
        progress.accept("loading articles " + from + " to " + catalog.size());
        for (String location : Catalog.LOCATIONS) {
            ObjectNode body = object().put("id", location).put("name", "Location " + location);
            send(Call.post(RequestKind.REGISTER, "/v1/locations", body, "reads", location)
                    .acceptingRefusal("location-exists"));
        }
        load(catalog, from, "products", CatalogLoader::product);
        load(catalog, from, "receipts", CatalogLoader::receipts);
        ObjectNode product = object().put("sku", marker).put("name", "Catalog " + catalog.seed() + " is loaded");
        product.putObject("price").put("amount", "1.00").put("currency", Catalog.CURRENCY);
        send(Call.post(RequestKind.REGISTER, "/v1/products", product, marker).acceptingRefusal("product-exists"));
        new Projections(client).awaitCaughtUp(PROJECTION_TIMEOUT);
    }

    boolean isLoaded(Catalog catalog) {
        Call call = Call.get(RequestKind.READ, "/v1/products/" + marker(catalog), null);
        return client.send(call).status() == OK;
    }

    /** A product that is registered after all others. */
    private static String marker(Catalog catalog) {
        return "C" + catalog.seed() + "-LOADED-" + catalog.size();
    }

    private interface RowWriter {
        void write(Article article, StringBuilder rows);
    }

    private static void product(Article article, StringBuilder rows) {
        ObjectNode row = object().put("sku", article.sku())
                .put("name", article.name())
                .put("description", article.description())
                .put("brand", article.brand())
                .put("category", article.category());
        ObjectNode attributes = row.putObject("attributes");
        article.attributes().forEach(attributes::put);
        row.putObject("price").put("amount", article.amount()).put("currency", Catalog.CURRENCY);
        article.images().forEach(row.putArray("images")::add);
        rows.append(row).append('\n');
    }

    private static void receipts(Article article, StringBuilder rows) {
        for (int i = 0; i < Catalog.LOCATIONS.size(); i++) {
            int units = article.units().get(i);
            if (units > 0) {
                ObjectNode row = object().put("sku", article.sku())
                        .put("locationId", Catalog.LOCATIONS.get(i))
                        .put("quantity", units)
                        .put("reference", "opening");
                rows.append(row).append('\n');
            }
        }
    }

    private void load(Catalog catalog, int from, String resource, RowWriter writer) {
        List<String> submitted = new ArrayList<>();
        for (int first = from; first < catalog.size(); first += ROWS_PER_JOB) {
            int end = Math.min(first + ROWS_PER_JOB, catalog.size());
            StringBuilder rows = new StringBuilder();
            for (int number = first; number < end; number++) {
                writer.write(catalog.article(number), rows);
            }
            String key = "reads-" + catalog.seed() + "-" + resource + "-" + first + "-" + end;
            submitted.add(jobs.submit(resource, "application/x-ndjson", rows.toString(), key));
        }
        submitted.forEach(job -> requireFinished(resource, jobs.awaitEnd(job, "?limit=1")));
    }

    /** Rows of a partly loaded catalog fail as existing products; no other failure is accepted. */
    private void requireFinished(String resource, Response job) {
        JsonNode failure = job.body().path("failures").path("items").path(0);
        boolean expected =
                failure.isMissingNode() || failure.path("code").asText("").equals("product-exists");
        if (!job.body().path("status").asText("").equals("finished") || !expected) {
            throw new SetupFailed("the catalog cannot be loaded: the job of " + resource + " ended with "
                    + job.summary() + " " + job.body());
        }
        progress.accept(resource + ": " + job.body().path("done") + " rows, "
                + job.body().path("rowsPerSecond") + " per s");
    }

    private void send(Call call) {
        Response response = client.send(call);
        if (!response.accepted()) {
            throw new SetupFailed("the catalog cannot be loaded: " + call + " was answered " + response.summary());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
