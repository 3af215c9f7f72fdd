package stockledger.trials.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import stockledger.trials.catalog.Article;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Brings a catalog into the service: products and what is received of them, as rows of jobs. */
final class CatalogLoad {

    private static final int ACCEPTED = 202;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int ROWS_TOGETHER = 25_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final String root;
    private final RetryingClient caller;
    private final Backoff pauses = new Backoff();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Consumer<String> progress;

    CatalogLoad(URI url, RetryingClient caller, Consumer<String> progress) {
        this.root = url.toString().replaceAll("/+$", "");
        this.caller = caller;
        this.progress = progress;
    }

    /**
     * Loads the articles from the first number on that are not there yet.
     *
     * @param from articles before it are there
     * @return whether anything had to be loaded
     */
    boolean load(Catalog catalog, int from) throws IOException {
        if (isThere(catalog)) {
            return false;
        }
        String marker = marker(catalog);
        progress.accept("loading articles " + from + " to " + catalog.size());
        locations();
        send(catalog, from, "products", CatalogLoad::product);
        send(catalog, from, "receipts", CatalogLoad::receipts);
        ObjectNode product = object().put("sku", marker).put("name", "Catalog " + catalog.seed() + " is loaded");
        product.putObject("price").put("amount", "1.00").put("currency", Catalog.CURRENCY);
        told(Call.post(RequestKind.REGISTER, "/v1/products", product, marker).acceptingRefusal("product-exists"));
        awaitFolded();
        return true;
    }

    boolean isThere(Catalog catalog) {
        String path = "/v1/products/" + marker(catalog);
        return caller.send(Call.get(RequestKind.READ, path, null)).status() == OK;
    }

    /** A product that is registered when all others are there. */
    private static String marker(Catalog catalog) {
        return "C" + catalog.seed() + "-LOADED-" + catalog.size();
    }

    private void locations() {
        for (String location : Catalog.LOCATIONS) {
            ObjectNode place = object().put("id", location).put("name", "Location " + location);
            told(Call.post(RequestKind.REGISTER, "/v1/locations", place, "reads", location)
                    .acceptingRefusal("location-exists"));
        }
    }

    private interface Rows {
        void of(Article article, StringBuilder rows);
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

    private void send(Catalog catalog, int from, String what, Rows rows) throws IOException {
        List<String> jobs = new ArrayList<>();
        for (int first = from; first < catalog.size(); first += ROWS_TOGETHER) {
            int end = Math.min(first + ROWS_TOGETHER, catalog.size());
            StringBuilder text = new StringBuilder();
            for (int number = first; number < end; number++) {
                rows.of(catalog.article(number), text);
            }
            jobs.add(sent(what, text.toString(), "reads-" + catalog.seed() + "-" + what + "-" + first + "-" + end));
        }
        for (String job : jobs) {
            watch(what, job);
        }
    }

    private String sent(String what, String rows, String key) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/v1/bulk/" + what))
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(rows, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            String location = answer.headers().firstValue("Location").orElse("");
            if (answer.statusCode() != ACCEPTED) {
                throw new Refused("the catalog cannot be loaded: " + what + " were answered " + answer.statusCode()
                        + " " + answer.body());
            }
            return location.substring(location.lastIndexOf('/') + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void watch(String what, String job) {
        while (true) {
            Response answer = caller.send(Call.get(RequestKind.READ, "/v1/jobs/" + job + "?limit=1", null));
            String status = answer.body().path("status").asText("");
            boolean running = answer.status() == NOT_FOUND || status.equals("accepted") || status.equals("running");
            if (!running) {
                finished(what, answer);
                return;
            }
            pauses.await(LOOK_EVERY);
        }
    }

    /** Rows of a catalog that was loaded halfway fail as known, and nothing else may fail. */
    private void finished(String what, Response answer) {
        JsonNode first = answer.body().path("failures").path("items").path(0);
        boolean known = first.isMissingNode() || first.path("code").asText("").equals("product-exists");
        if (!answer.body().path("status").asText("").equals("finished") || !known) {
            throw new Refused("the catalog cannot be loaded: the job of " + what + " ended with " + answer.summary()
                    + " " + answer.body());
        }
        progress.accept(what + ": " + answer.body().path("done") + " rows, "
                + answer.body().path("rowsPerSecond") + " per s");
    }

    /** Until all that happened is in the read models. */
    void awaitFolded() {
        while (true) {
            Response answer = caller.send(Call.get(RequestKind.READ, "/v1/admin/projections", null));
            JsonNode items = answer.body().path("items");
            long behind = 0;
            for (JsonNode item : items) {
                behind += item.path("lagEvents").asLong(1);
            }
            if (answer.status() == OK && !items.isEmpty() && behind == 0) {
                return;
            }
            pauses.await(LOOK_EVERY);
        }
    }

    private void told(Call call) {
        Response answer = caller.send(call);
        if (!answer.accepted()) {
            throw new Refused("the catalog cannot be loaded: " + call + " was answered " + answer.summary());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
