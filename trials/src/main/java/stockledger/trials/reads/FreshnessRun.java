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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Registers products, changes them at a fixed rate, and looks when their pages show it. */
final class FreshnessRun {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final double MOST_MILLIS = 100;

    /**
     * What is to be done.
     *
     * @param run names its products, which no earlier run had
     * @param warmSeconds before, with the same changes, not counted
     */
    record Order(
            URI commandUrl,
            URI queryUrl,
            String run,
            int skus,
            double changesPerSecond,
            double seconds,
            double warmSeconds,
            double pauseMillis,
            int connections) {}

    private final Order order;
    private final RetryingClient commands;
    private final RetryingClient questions;
    private final String location;

    FreshnessRun(Order order) {
        this.order = order;
        this.commands = new RetryingClient(order.commandUrl());
        this.questions = new RetryingClient(order.queryUrl());
        this.location = "FRESH-" + order.run();
    }

    FreshnessReport run() throws IOException {
        List<String> skus = IntStream.range(0, order.skus())
                .mapToObj(number -> "FRESH-" + order.run() + "-" + number)
                .toList();
        open(skus);
        long start = System.nanoTime();
        long from = start + (long) (order.warmSeconds() * 1e9);
        long end = from + (long) (order.seconds() * 1e9);
        Times acknowledged = new Times(from, end);
        Times shown = new Times(from, end);
        Times withToken = new Times(from, end);
        Requests asking = new Requests(order.queryUrl());
        Requests telling = new Requests(order.commandUrl());
        long pause = (long) (order.pauseMillis() * TimeUnit.MILLISECONDS.toNanos(1));
        Watching watching = new Watching(asking, pause, shown, withToken);
        Changing changing =
                new Changing(telling, skus, location, acknowledged, watching, start, end, order.changesPerSecond());
        Loop.run(
                ANSWER_WITHIN,
                new Loop.Line(telling.address(), order.connections(), new HttpWire(), changing),
                new Loop.Line(asking.address(), order.connections(), new HttpWire(), watching));
        return report(acknowledged.measured(), shown.measured(), withToken.measured(), watching);
    }

    /** A location, and products with a price of one penny; read with their tokens before anything is counted. */
    private void open(List<String> skus) {
        ObjectNode place =
                JsonNodeFactory.instance.objectNode().put("id", location).put("name", "Freshness");
        told(Call.post(RequestKind.REGISTER, "/v1/locations", place, "freshness", location));
        AtomicReference<String> token = new AtomicReference<>();
        for (String sku : skus) {
            ObjectNode product =
                    JsonNodeFactory.instance.objectNode().put("sku", sku).put("name", "Fresh " + sku);
            product.putObject("price").put("amount", "0.01").put("currency", Catalog.CURRENCY);
            token.set(told(Call.post(RequestKind.REGISTER, "/v1/products", product, "freshness", sku))
                    .consistencyToken());
        }
        for (String sku : List.of(skus.get(0), skus.get(skus.size() - 1))) {
            Response page = questions.send(Call.get(RequestKind.READ, "/v1/products/" + sku, token.get()));
            if (!page.accepted()) {
                throw new Refused("the page of a new product was answered " + page.summary());
            }
        }
    }

    private Response told(Call call) {
        Response answer = commands.send(call);
        if (!answer.accepted()) {
            throw new Refused("nothing can be changed: " + call + " was answered " + answer.summary());
        }
        return answer;
    }

    private FreshnessReport report(Measured acknowledged, Measured shown, Measured withToken, Watching watching) {
        return new FreshnessReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                order.commandUrl().toString(),
                order.queryUrl().toString(),
                ReadsReport.Machine.here(),
                order.changesPerSecond(),
                order.pauseMillis(),
                acknowledged,
                shown,
                withToken,
                watching.notYet(),
                watching.older(),
                watching.pages(),
                List.of(
                        Wanted.atMost(
                                "acknowledgement to visible, p99",
                                shown.answered() == 0 ? null : shown.p99Millis(),
                                "ms",
                                MOST_MILLIS),
                        Wanted.atMost(
                                "answers older than their token",
                                (double) watching.older().size(),
                                "",
                                0)));
    }
}
