package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.client.RetryingClient;

/** One trial of reading, from an empty catalog to the report. What is compared is measured in turns. */
final class ReadsRun {

    private static final Duration START = Duration.ofMinutes(2);
    private static final double HALF = 0.5;
    private static final List<Double> SHARES = List.of(0.1, 0.25, HALF, 0.75, 0.9);

    private final ReadsOptions options;
    private final @Nullable RedisAddress redis;
    private final Consumer<String> progress;
    private final Timeline timeline;
    private final Requests requests;
    private final Catalog catalog;
    private final CatalogLoad load;
    private final Asked.Span span;

    ReadsRun(ReadsOptions options, @Nullable RedisAddress redis, Consumer<String> progress) {
        this.options = options;
        this.redis = redis;
        this.progress = progress;
        this.timeline = new Timeline(progress);
        this.requests = new Requests(options.url);
        this.catalog = new Catalog(options.seed, options.products);
        RetryingClient caller = new RetryingClient(options.url);
        this.load = new CatalogLoad(options.url, caller, progress);
        this.span = Asked.Span.of(options.seconds);
    }

    ReadsReport run() throws IOException {
        try (Child constant = Child.start(options.jvm, List.of("constant-answer"), "/constant", START);
                CacheWatch watch = new CacheWatch(options.url, timeline)) {
            Requests limitRequests = new Requests(constant.url());
            byte[] get = limitRequests.get("/constant");
            Asked limit = Asked.http(limitRequests.address(), () -> get);
            watch.begin();
            Peaks small = new Peaks(options, timeline, limit, null);
            boolean grows = options.first < options.products && !load.isThere(catalog);
            warm("warming up the limit", limit);
            if (grows) {
                measureFirst(small);
            }
            timeline.phase("loading", () -> load.load(catalog, grows ? options.first : 0));
            Peaks peaks = new Peaks(options, timeline, limit, redis);
            ShopQuestions shop = new ShopQuestions(requests, catalog, options.skew);
            peaks.pages(asked(shop.pages()), new Asked.Changes(asked(shop.changes()), options.changes));
            peaks.lists(asked(shop.lists()));
            peaks.availability(asked(shop.availability()));
            askForEveryPage(shop.everyPage());
            peaks.warm();
            peaks.run();
            List<ReadsReport.Load> loads = loads(peaks);
            ReadsReport.Tables tables = options.withoutTables ? null : tables(peaks);
            return report(small, peaks, loads, tables, watch);
        }
    }

    /** The same pages while the shop is small, before the rest of it is loaded. */
    private void measureFirst(Peaks small) throws IOException {
        Catalog first = new Catalog(options.seed, options.first);
        timeline.phase("loading the first", () -> load.load(first, 0));
        ShopQuestions shop = new ShopQuestions(requests, first, options.skew);
        small.pages(asked(shop.pages()), null);
        askForEveryPage(shop.everyPage());
        small.warm();
        small.run();
    }

    /** As in a process that has run for a day: what is asked for once a day is kept too, as far as it fits. */
    private void askForEveryPage(ShopQuestions.EveryPage every) throws IOException {
        Asked asked = asked(every);
        timeline.phase("asking for every page", () -> {
            Measured last = asked.asMuchAsCanBe(options.connections, span, null);
            while (!every.isComplete() && last.answered() > 0) {
                last = asked.asMuchAsCanBe(options.connections, span, null);
            }
            return last;
        });
    }

    private Asked asked(Questions questions) {
        return Asked.http(requests.address(), questions);
    }

    private void warm(String what, Asked asked) throws IOException {
        timeline.phase(
                what, () -> asked.asMuchAsCanBe(options.connections, Asked.Span.of(options.warmSeconds / 2), null));
    }

    private List<ReadsReport.Load> loads(Peaks peaks) throws IOException {
        List<ReadsReport.Load> loads = new ArrayList<>();
        loads.add(at("the constant answer", HALF, peaks.limit()));
        for (double share : SHARES) {
            loads.add(at("product pages, with changes", share, peaks.changed()));
        }
        loads.add(at("lists of 20", HALF, peaks.lists()));
        loads.add(at("availability of 50", HALF, peaks.availability()));
        return loads;
    }

    /** At a share of its peak; at half of it once in each round, of which the one in the middle counts. */
    private ReadsReport.Load at(String what, double share, Peaks.Line line) throws IOException {
        double rate = Math.max(1, line.perSecond() * share);
        List<Measured> rounds = new ArrayList<>();
        for (int i = 0; i < (share == HALF ? options.rounds : 1); i++) {
            rounds.add(timeline.phase(
                    what + " at " + Math.round(share * 100) + " %",
                    () -> line.asked().atRate(rate, options.connections, span, line.changes())));
        }
        rounds.sort(Comparator.comparingDouble(Measured::p99Millis));
        return new ReadsReport.Load(what, share, rate, rounds.get(rounds.size() / 2));
    }

    private ReadsReport.Tables tables(Peaks peaks) throws IOException {
        List<String> command = List.of(
                "joined-tables",
                "--catalog",
                Integer.toString(options.seed),
                "--products",
                Integer.toString(options.products));
        try (Child child = timeline.phase(
                "loading the tables", () -> Child.start(options.jvm, command, "/ready", START.multipliedBy(5)))) {
            return new BesideTables(options, timeline, catalog)
                    .run(child.url(), peaks.pages().asked());
        }
    }

    private ReadsReport report(
            Peaks small,
            Peaks peaks,
            List<ReadsReport.Load> loads,
            ReadsReport.@Nullable Tables tables,
            CacheWatch watch) {
        Double cost =
                small.isMeasured() ? small.pages().ofLimit() / peaks.pages().ofLimit() : null;
        List<Wanted> wanted = List.of(
                Wanted.atLeast("product pages, of the limit", peaks.pages().ofLimit(), 0.85),
                Wanted.atMost(
                        "product page, p99 at half of its peak", p99("product pages, with changes", loads), "ms", 10),
                Wanted.atLeast("lists of 20, of the limit", peaks.lists().ofLimit(), 0.3),
                Wanted.atMost(
                        "availability of 50, p99 at half of its peak", p99("availability of 50", loads), "ms", 10),
                Wanted.atMost(
                        "product page, p99 over that of joined tables, at the rate that these barely hold",
                        tables == null ? null : tables.ratioOfP99(),
                        "",
                        0.05),
                Wanted.atMost("cost of a page over that in a shop of " + options.first + " products", cost, "", 1.1));
        List<Series.Row> rows = new ArrayList<>();
        if (small.isMeasured()) {
            small.rows().forEach(row -> rows.add(row.named(row.name() + ", " + options.first + " products")));
        }
        rows.addAll(peaks.rows());
        URI url = options.url;
        return new ReadsReport(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                url.toString(),
                ReadsReport.Machine.here(),
                options.sizes(),
                wanted,
                rows,
                loads,
                tables,
                watch.looks(),
                timeline.phases());
    }

    private static @Nullable Double p99(String what, List<ReadsReport.Load> loads) {
        return loads.stream()
                .filter(load -> load.what().equals(what) && load.ofPeak() == HALF)
                .map(load -> load.measured().p99Millis())
                .findFirst()
                .orElse(null);
    }
}
