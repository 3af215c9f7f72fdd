package stockledger.trials.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.QuerySideOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Holds many carts that nobody buys, and measures how long after their deadline the units are free again. */
@Command(
        name = "expiry",
        description = {
            "Holds many carts that nobody buys and waits until they expire.",
            "",
            "Products, a location and stock are created; each cart holds one unit for --ttl-seconds. Some of the carts are"
                    + " polled from their deadline on. When all are held, the stock is polled until no unit is held;"
                    + " then every cart is read. Each must have expired, by exactly one event.",
            ""
        },
        exitCodeList = {
            "0:every cart expired, once, and within --most-late-seconds of the last deadline",
            "1:a cart was still held then, ended otherwise, or could not be held",
            "2:wrong options",
            "5:the trial itself is broken"
        })
public final class ExpiryCommand extends TrialCommand {

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "address for commands; several are used round-robin, without those that are down")
    private List<URI> urls = List.of();

    @Mixin
    private QuerySideOption querySide = new QuerySideOption();

    @Option(names = "--reservations", defaultValue = "50000", description = "carts, 1 to 10000000")
    private int reservations;

    @Option(names = "--ttl-seconds", defaultValue = "5", description = "how long each is held, 1 to 3600")
    private int ttlSeconds;

    @Option(names = "--concurrency", defaultValue = "32", description = "carts in flight, 1 to 1024")
    private int concurrency;

    @Option(names = "--skus", defaultValue = "50", description = "products in the carts, 1 to 1000")
    private int skus;

    @Option(names = "--poll-every", defaultValue = "20", description = "one of so many carts is polled, 1 to 10000000")
    private int pollEvery;

    @Option(
            names = "--most-late-seconds",
            defaultValue = "30",
            description = "after the last deadline, when all must have expired, 1 to 3600")
    private int mostLateSeconds;

    @Option(names = "--kill-pid", description = "a process that is killed when half of the carts are held")
    private @Nullable Long killPid;

    @Option(
            names = "--run",
            defaultValue = "expiry",
            description = "part of the names of this run's products and carts")
    private String run = "";

    @Override
    protected void check(OptionChecks checks) {
        checks.range("--reservations", reservations, 1, 10_000_000)
                .range("--ttl-seconds", ttlSeconds, 1, 3600)
                .range("--concurrency", concurrency, 1, 1024)
                .range("--skus", skus, 1, 1000)
                .range("--poll-every", pollEvery, 1, 10_000_000)
                .range("--most-late-seconds", mostLateSeconds, 1, 3600)
                .id("--run", run, 40);
        urls.forEach(url -> checks.httpOrHttpsUrl("--url", url));
        checks.httpOrHttpsUrl("--query-url", querySide.urlOr(urls.get(0)));
    }

    @Override
    protected TrialReport run() {
        ExpiryRun.Plan plan = new ExpiryRun.Plan(
                reservations,
                skus,
                concurrency,
                pollEvery,
                Duration.ofSeconds(ttlSeconds),
                Duration.ofSeconds(mostLateSeconds),
                killPid);
        return new ExpiryRun(plan, new CartClient(urls, querySide.urlOr(urls.get(0)), run)).run();
    }
}
