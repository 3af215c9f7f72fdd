package stockledger.trials.reads;

import static stockledger.trials.reads.FullSpeedRounds.AVAILABILITY;
import static stockledger.trials.reads.FullSpeedRounds.CONSTANT;
import static stockledger.trials.reads.FullSpeedRounds.LISTS;
import static stockledger.trials.reads.FullSpeedRounds.PAGES;
import static stockledger.trials.reads.FullSpeedRounds.PAGES_WITH_CHANGES;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.cli.JavaProcess;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Stats;

/** One read trial, from an empty catalog to the report. Figures that are compared are measured alternately. */
final class ReadsRun {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration TABLES_START_TIMEOUT = Duration.ofMinutes(10);
    private static final double HALF = 0.5;
    private static final List<Double> SHARES = List.of(0.1, 0.25, HALF, 0.75, 0.9);

    private final ReadsOptions options;
    private final Timeline timeline;
    private final HttpRequests http;
    private final Catalog catalog;
    private final CatalogLoader loader;
    private final TargetSpec.Span span;

    ReadsRun(ReadsOptions options, Consumer<String> progress) {
        this.options = options;
        this.timeline = new Timeline(progress);
        this.http = new HttpRequests(options.url());
        this.catalog = new Catalog(options.seed, options.products);
        this.loader = new CatalogLoader(new RetryingClient(options.url()), progress);
        this.span = TargetSpec.Span.of(options.seconds());
    }

    ReadsReport run() throws IOException {
        try (JavaProcess constantServer =
                        BaselineProcess.start(options.jvm, List.of("constant-answer"), "/constant", START_TIMEOUT);
                CacheMeterPoller poller = new CacheMeterPoller(options.url(), timeline)) {
            HttpRequests constantHttp = new HttpRequests(constantServer.url());
            byte[] get = constantHttp.get("/constant");
            byte[] getFromValve = constantHttp.get("/valve");
            TargetSpec constant = TargetSpec.http(constantHttp.address(), () -> get);
            TargetSpec valve = TargetSpec.http(constantHttp.address(), () -> getFromValve);
            poller.start();
            FullSpeedRounds small = new FullSpeedRounds(options, timeline, constant, valve);
            boolean grows = options.first < options.products && !loader.isLoaded(catalog);
            small.warmUpConstant();
            if (grows) {
                measureSmallShop(small);
            }
            load("loading", catalog, grows ? options.first : 0);
            FullSpeedRounds rounds = new FullSpeedRounds(options, timeline, constant, valve);
            ShopRequests shop = new ShopRequests(http, catalog, options.skew);
            TargetSpec pages = target(shop.pages());
            rounds.add(PAGES, pages);
            rounds.add(PAGES_WITH_CHANGES, pages, new TargetSpec.Changes(target(shop.changes()), options.changes));
            rounds.add(LISTS, target(shop.lists()));
            rounds.add(AVAILABILITY, target(shop.availability()));
            requestEveryPage(shop.everyPage());
            rounds.warmUp();
            rounds.run(options.redis());
            List<ReadsReport.Load> loads = loads(rounds);
            ReadsReport.Tables tables = options.withoutTables ? null : compareWithTables(pages);
            return report(small, rounds, loads, tables, poller);
        }
    }

    /** Measures the pages before the rest of the catalog is loaded. */
    private void measureSmallShop(FullSpeedRounds small) throws IOException {
        Catalog first = new Catalog(options.seed, options.first);
        load("loading the first", first, 0);
        ShopRequests shop = new ShopRequests(http, first, options.skew);
        small.add(PAGES, target(shop.pages()));
        requestEveryPage(shop.everyPage());
        small.warmUp();
        small.run(null);
    }

    private void load(String phase, Catalog articles, int from) throws IOException {
        timeline.phase(phase, () -> {
            loader.load(articles, from);
            return articles;
        });
    }

    /** Fills the caches as in a process that has run for a day: rarely requested pages are cached too, as far as they fit. */
    private void requestEveryPage(ShopRequests.EveryPage every) throws IOException {
        TargetSpec target = target(every);
        timeline.phase("requesting every page", () -> {
            Stats last = target.fullSpeed(options.connections(), span, null);
            while (!every.isComplete() && last.answered() > 0) {
                last = target.fullSpeed(options.connections(), span, null);
            }
            return last;
        });
    }

    private TargetSpec target(RequestSequence requests) {
        return TargetSpec.http(http.address(), requests);
    }

    private List<ReadsReport.Load> loads(FullSpeedRounds rounds) throws IOException {
        List<ReadsReport.Load> loads = new ArrayList<>();
        loads.add(load(HALF, rounds.get(CONSTANT)));
        for (double share : SHARES) {
            loads.add(load(share, rounds.get(PAGES_WITH_CHANGES)));
        }
        loads.add(load(HALF, rounds.get(LISTS)));
        loads.add(load(HALF, rounds.get(AVAILABILITY)));
        return loads;
    }

    /** Measures at a share of the peak; at half of it once per round, of which the median by p99 counts. */
    private ReadsReport.Load load(double share, Measurement measurement) throws IOException {
        double rate = Math.max(1, measurement.perSecond() * share);
        List<Stats> rounds = new ArrayList<>();
        for (int i = 0; i < (share == HALF ? options.rounds : 1); i++) {
            rounds.add(timeline.phase(
                    measurement.name() + " at " + Math.round(share * 100) + " %",
                    () -> measurement.target().fixedRate(rate, options.connections(), span, measurement.changes())));
        }
        rounds.sort(Comparator.comparingDouble(Stats::p99Millis));
        return new ReadsReport.Load(measurement.name(), share, rate, rounds.get(rounds.size() / 2));
    }

    private ReadsReport.Tables compareWithTables(TargetSpec pages) throws IOException {
        List<String> command = List.of("joined-tables", "--catalog=" + options.seed, "--products=" + options.products);
        try (JavaProcess tables = timeline.phase(
                "loading the tables",
                () -> BaselineProcess.start(options.jvm, command, "/ready", TABLES_START_TIMEOUT))) {
            return new JoinedTablesComparison(options, timeline, catalog).run(tables.url(), pages);
        }
    }

    private ReadsReport report(
            FullSpeedRounds small,
            FullSpeedRounds rounds,
            List<ReadsReport.Load> loads,
            ReadsReport.@Nullable Tables tables,
            CacheMeterPoller poller) {
        double pagesRatio = rounds.get(PAGES).ratioToConstant();
        Double cost = small.isMeasured() ? small.get(PAGES).ratioToConstant() / pagesRatio : null;
        List<Objective> objectives = List.of(
                Objective.atLeast(
                        "product pages, ratio to the constant response of a valve",
                        rounds.get(PAGES).ratioToValve(),
                        0.8),
                Objective.atLeast("product pages, ratio to the constant response", pagesRatio, 0.85),
                Objective.atMost("product page, p99 at half of its peak", p99(PAGES_WITH_CHANGES, loads), "ms", 10),
                Objective.atLeast(
                        "lists of 20, ratio to the constant response",
                        rounds.get(LISTS).ratioToConstant(),
                        0.3),
                Objective.atMost("availability of 50, p99 at half of its peak", p99(AVAILABILITY, loads), "ms", 10),
                Objective.atMost(
                        "product page, p99 over that of joined tables, at the rate that these sustain",
                        tables == null ? null : tables.ratioOfP99(),
                        "",
                        0.05),
                Objective.atMost(
                        "cost of a page over that in a shop of " + options.first + " products", cost, "", 1.1));
        List<Measurement.Row> rows = new ArrayList<>();
        if (small.isMeasured()) {
            small.rows().forEach(row -> rows.add(row.named(row.name() + ", " + options.first + " products")));
        }
        rows.addAll(rounds.rows());
        return new ReadsReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                options.url().toString(),
                Machine.current(),
                options.sizes(),
                objectives,
                rows,
                loads,
                tables,
                poller.samples(),
                timeline.phases());
    }

    private static @Nullable Double p99(String name, List<ReadsReport.Load> loads) {
        return loads.stream()
                .filter(load -> load.name().equals(name) && load.ofPeak() == HALF)
                .map(load -> load.measured().p99Millis())
                .findFirst()
                .orElse(null);
    }
}
