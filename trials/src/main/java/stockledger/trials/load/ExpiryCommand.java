package stockledger.trials.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds many carts that nobody buys, and says how long after their time the units are free again. */
@Command(
        name = "expiry",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Holds many carts that nobody buys and watches them end.",
            "",
            "Products, a location and stock are made; each cart holds one unit for --ttl-seconds. Some of the carts are"
                    + " watched from their deadline on; when all are held, the stock is asked until no unit is held, and"
                    + " then every cart how it stands. Each must have expired, with one event that says so.",
            ""
        },
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 5,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every cart expired, once, and within --most-late-seconds of the last deadline",
            "1:a cart was still held then, ended otherwise, or could not be held",
            "2:wrong options",
            "5:the trial itself is broken"
        })
public final class ExpiryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "where commands are taken; several take turns, and serve for one that is away")
    private List<URI> urls = List.of();

    @Option(names = "--query-url", description = "where questions are answered; the first --url unless given")
    private @Nullable URI queryUrl;

    @Option(names = "--reservations", defaultValue = "50000", description = "carts, 1 to 10000000")
    private int reservations;

    @Option(names = "--ttl-seconds", defaultValue = "5", description = "how long each is held, 1 to 3600")
    private int ttlSeconds;

    @Option(names = "--concurrency", defaultValue = "32", description = "carts in flight, 1 to 1024")
    private int concurrency;

    @Option(names = "--skus", defaultValue = "50", description = "products that they are of, 1 to 1000")
    private int skus;

    @Option(
            names = "--watch-every",
            defaultValue = "20",
            description = "every so many a cart is watched, 1 to 10000000")
    private int watchEvery;

    @Option(names = "--most-late-seconds", defaultValue = "30", description = "when all must be over, 1 to 3600")
    private int mostLateSeconds;

    @Option(names = "--kill-pid", description = "a process that is killed when half of the carts are held")
    private @Nullable Long killPid;

    @Option(names = "--run", defaultValue = "expiry", description = "names this run's products and carts")
    private String run = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() {
        within("--reservations", reservations, 10_000_000);
        within("--ttl-seconds", ttlSeconds, 3600);
        within("--concurrency", concurrency, 1024);
        within("--skus", skus, 1000);
        within("--watch-every", watchEvery, 10_000_000);
        within("--most-late-seconds", mostLateSeconds, 3600);
        if (!run.matches("[A-Za-z0-9._-]{1,40}")) {
            throw wrong("--run must be 1 to 40 letters, digits, dots, underscores or hyphens, not " + run);
        }
        urls.forEach(this::requireHttp);
        URI asked = queryUrl == null ? urls.get(0) : queryUrl;
        requireHttp(asked);
        ExpiryRun.Order order = new ExpiryRun.Order(
                urls,
                asked,
                run,
                reservations,
                skus,
                concurrency,
                watchEvery,
                Duration.ofSeconds(ttlSeconds),
                Duration.ofSeconds(mostLateSeconds),
                killPid == null ? OptionalLong.empty() : OptionalLong.of(killPid));
        ExpiryReport report = new ExpiryRun(order).run();
        report.lines().forEach(spec.commandLine().getOut()::println);
        return report.isClean() ? 0 : 1;
    }

    private void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong(option + " must be 1 to " + most + ", not " + value);
        }
    }

    private void requireHttp(URI url) {
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw wrong("a URL must be like http://localhost:8080, not " + url);
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
