package stockledger.trials.reads;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.catalog.Catalog;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.QuerySideOption;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.RetryingClient;
import stockledger.trials.client.Stats;

/** Constant load during a fault of the service, as seen by clients. */
@Command(
        name = "steady",
        description = {
            "Requests product pages, lists and availability at a fixed rate for a while, and reports failures and long"
                    + " latencies second by second. Stop a store or a process meanwhile.",
            ""
        },
        exitCodeList = {
            "0:every request was answered, or answered 503 with Retry-After where --may-wait allows it, and p99 is within"
                    + " bounds",
            "1:a failure, or a p99 out of bounds",
            "2:wrong options, or the catalog cannot be loaded",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class SteadyCommand extends TrialCommand {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final long NO_LIMIT_NANOS = TimeUnit.DAYS.toNanos(365);

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private QuerySideOption querySide = new QuerySideOption();

    @Mixin
    private LoadOptions load = new LoadOptions(60);

    @Option(names = "--products", defaultValue = "1000", description = "in the catalog, 10 to 1000000")
    private int products;

    @Option(names = "--catalog", defaultValue = "2", description = "number of the catalog, 0 to 999")
    private int catalogNumber;

    @Option(names = "--rate", defaultValue = "200", description = "requests per second of each kind, 1 to 10000")
    private double rate;

    @Option(names = "--only-pages", showDefaultValue = Visibility.NEVER, description = "request product pages only")
    private boolean onlyPages;

    @Option(
            names = "--may-wait",
            showDefaultValue = Visibility.NEVER,
            description = "503 with Retry-After is no failure")
    private boolean mayWait;

    @Option(names = "--most-p99-millis", defaultValue = "1000", description = "maximal p99 of each kind, 1 to 60000")
    private double maxP99Millis;

    @Option(names = "--long-millis", defaultValue = "500", description = "seconds with a longer latency are listed")
    private double longMillis;

    /** The figures of each kind of request. */
    record Report(@JsonIgnore List<String> lines, Map<String, Stats> kinds, boolean clean) implements TrialReport {}

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        querySide.check(checks);
        load.check(checks);
        checks.range("--products", products, 10, 1_000_000)
                .range("--catalog", catalogNumber, 0, 999)
                .range("--rate", rate, 1, 10_000)
                .range("--most-p99-millis", maxP99Millis, 1, 60_000)
                .range("--long-millis", longMillis, 0, 60_000);
    }

    @Override
    protected TrialReport run() throws IOException {
        Catalog catalog = new Catalog(catalogNumber, products);
        new CatalogLoader(new RetryingClient(target.url()), this::progress).load(catalog, 0);
        List<String> lines = new ArrayList<>();
        Map<String, Stats> kinds = new LinkedHashMap<>();
        for (PerSecondLog log : measure(catalog)) {
            lines.addAll(log.lines(longMillis));
            kinds.put(log.kind(), log.stats());
        }
        boolean clean = kinds.values().stream().allMatch(this::isClean);
        lines.add(clean ? "clean" : "NOT clean");
        return new Report(lines, kinds, clean);
    }

    private List<PerSecondLog> measure(Catalog catalog) throws IOException {
        URI url = querySide.urlOr(target.url());
        HttpRequests http = new HttpRequests(url);
        ShopRequests shop = new ShopRequests(http, catalog, 1.0);
        Map<String, RequestSequence> kinds = new LinkedHashMap<>();
        kinds.put("pages", shop.pages());
        if (!onlyPages) {
            kinds.put("lists", shop.lists());
            kinds.put("availability", shop.availability());
        }
        progress("sending requests");
        long start = System.nanoTime();
        long end = start + (long) (load.seconds() * 1e9);
        List<PerSecondLog> logs = new ArrayList<>();
        List<Workload> workloads = new ArrayList<>();
        kinds.forEach((kind, requests) -> {
            PerSecondLog log = new PerSecondLog(kind, start);
            FixedRateRun run = new FixedRateRun(requests, log, start, end, rate, end + NO_LIMIT_NANOS);
            logs.add(log);
            workloads.add(Workload.http(http.address(), load.connections(), run));
        });
        HttpLoadClient.run(RESPONSE_TIMEOUT, workloads.toArray(Workload[]::new));
        return logs;
    }

    private boolean isClean(Stats stats) {
        boolean failed = stats.failures().keySet().stream()
                .anyMatch(reason -> !mayWait || !reason.equals(MeasuredRequest.RETRY_LATER));
        return !failed && stats.answered() > 0 && stats.p99Millis() <= maxP99Millis;
    }
}
