package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** Views pages of the console, then measures product pages without open consoles and with them, in turns. */
final class ConsolesRun {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CATALOG = 3;

    record Plan(
            URI url,
            int consoles,
            int products,
            double rate,
            double changes,
            int rounds,
            int views,
            LoadOptions.WithWarmUp load) {}

    private final Plan plan;
    private final Consumer<String> progress;
    private final Catalog catalog;
    private final HttpRequests http;

    ConsolesRun(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.catalog = new Catalog(CATALOG, plan.products);
        this.http = new HttpRequests(plan.url);
    }

    ConsolesReport run() throws IOException {
        new CatalogLoader(new RetryingClient(plan.url), progress).load(catalog, 0);
        List<ConsolesReport.View> coldViews = views();
        progress.accept("warm-up");
        pages(plan.load.warmSeconds());
        views();
        List<ConsolesReport.View> views = views();
        List<Stats> without = new ArrayList<>();
        List<Stats> with = new ArrayList<>();
        long events = 0;
        List<String> problems = new ArrayList<>();
        for (int round = 1; round <= plan.rounds; round++) {
            progress.accept("round " + round);
            without.add(pages(plan.load.seconds()));
            try (OpenConsoles consoles = new OpenConsoles(plan.url)) {
                consoles.open(addresses());
                with.add(pages(plan.load.seconds()));
                events += consoles.events();
                problems.addAll(consoles.problems());
            }
        }
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return ConsolesReport.of(at, plan, coldViews, views, without, with, events, problems);
    }

    private List<ConsolesReport.View> views() throws IOException {
        FirstViews views = new FirstViews(plan.url);
        String sku = catalog.sku(0);
        return List.of(
                views.measure(
                        "overview",
                        "/console",
                        plan.views,
                        List.of("views/overview.js"),
                        List.of("/v1/admin/overview")),
                views.measure(
                        "product",
                        "/console/products/" + sku,
                        plan.views,
                        List.of("views/product.js", "lib/uplot.js", "lib/uplot.css"),
                        List.of(
                                "/v1/products/" + sku,
                                "/v1/inventory/" + sku,
                                "/v1/inventory/" + sku + "/explanation",
                                "/v1/inventory/" + sku + "/movements?limit=15",
                                "/v1/inventory/" + sku + "/history?maxPoints=500")));
    }

    /** Half of the consoles show the overview, the others one product each. */
    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < plan.consoles; i++) {
            addresses.add(
                    i % 2 == 0
                            ? "/v1/admin/overview/stream"
                            : "/v1/products/" + catalog.sku(i % plan.products) + "/stream");
        }
        return addresses;
    }

    /** Product pages while products change. */
    private Stats pages(double seconds) throws IOException {
        ShopRequests shop = new ShopRequests(http, catalog, 1.0);
        StatsRecorder pages = new StatsRecorder();
        StatsRecorder changes = new StatsRecorder();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        int connections = plan.load.connections();
        HttpLoadClient.run(
                RESPONSE_TIMEOUT,
                Workload.http(
                        http.address(),
                        connections,
                        new FixedRateRun(shop.pages(), pages, start, end, plan.rate, end + GIVE_UP_NANOS)),
                Workload.http(
                        http.address(),
                        connections,
                        new FixedRateRun(shop.changes(), changes, start, end, plan.changes, end + GIVE_UP_NANOS)));
        return pages.stats().withFailuresOf("change: ", changes.stats());
    }
}
