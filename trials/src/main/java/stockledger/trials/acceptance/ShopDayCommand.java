package stockledger.trials.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.RetryPolicy;

/** Replays a shop's day from a file in the Online Retail format, then compares the service with the file. */
@Command(
        name = "shop-day",
        description = {
            "Replays a shop's day from a file in the Online Retail format, then compares every number of the service"
                    + " with an independent fold of the file.",
            "",
            "All products are registered, the stock that the day needs is received, and each invoice is replayed in the"
                    + " order of the file: sales as a reservation that is confirmed and shipped, an invoice C… as a return"
                    + " to the latest matching order, or as an adjustment when no order matches, any other negative row as"
                    + " a write-off. Rows that cannot be replayed are reported by line and skipped.",
            "",
            "Requests are retried after a lost connection, 429 and 503. Before a receipt or an adjustment is retried,"
                    + " its reference is looked up in the ledger, so that it is not applied twice.",
            ""
        },
        exitCodeList = {
            "0:nothing refused, no error, no difference",
            "1:a difference, or a request that was refused or failed",
            "2:wrong options, or a file that cannot be read",
            "3:the service already has a product of this day; nothing was checked",
            "4:the service did not answer within --retry-seconds",
            "5:an error in the trial itself"
        })
public final class ShopDayCommand extends TrialCommand {

    @Option(
            names = "--file",
            required = true,
            paramLabel = "CSV",
            showDefaultValue = Visibility.NEVER,
            description = "order lines, Online Retail format")
    private Path file = Path.of("");

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--concurrency", defaultValue = "16", description = "invoices in flight, 1 to 1024")
    private int concurrency;

    @Option(names = "--location", defaultValue = "MAIN", description = "id of the location of all stock")
    private String location = "";

    @Option(
            names = "--run",
            description = "prefix of this run's reservation ids and references; by default the file name."
                    + " --verify-only needs the prefix that the day was replayed with")
    private @Nullable String run;

    @Option(names = "--verify-only", description = "only check a day that was replayed before")
    private boolean verifyOnly;

    @Option(names = "--retry-seconds", defaultValue = "60", description = "how long one request is retried, 1 to 3600")
    private int retrySeconds;

    @Option(names = "--answer-seconds", defaultValue = "30", description = "time-out of one attempt, 1 to 3600")
    private int answerSeconds;

    @Option(
            names = "--look-up-seconds",
            defaultValue = "10",
            description = "how long a movement is looked up in the ledger before it is sent again, 1 to 3600")
    private int lookUpSeconds;

    private ShopDay day = new ShopDay(List.of(), List.of());

    @Override
    protected void check(OptionChecks checks) {
        checks.range("--concurrency", concurrency, 1, 1024)
                .range("--retry-seconds", retrySeconds, 1, 3600)
                .range("--answer-seconds", answerSeconds, 1, 3600)
                .range("--look-up-seconds", lookUpSeconds, 1, 3600)
                .httpOrHttpsUrl("--url", target.url())
                .id("--run", run, RunNames.MAX_RUN_LENGTH)
                .id("--location", location, 64)
                .require(Files.isReadable(file), "--file: no such file, or not a readable one: " + file);
        try {
            day = OnlineRetailFile.read(file);
        } catch (IOException e) {
            throw checks.error("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    protected TrialReport run() {
        RetryPolicy retryPolicy = RetryPolicy.of(
                Duration.ofSeconds(retrySeconds), Duration.ofSeconds(answerSeconds), Duration.ofSeconds(lookUpSeconds));
        RunNames names = new RunNames(run == null ? RunNames.runOf(file) : run, location);
        ProgressDisplay display =
                System.console() == null ? ProgressDisplay.lines(err()) : ProgressDisplay.bar(System.err);
        ShopDayRun.Options options =
                new ShopDayRun.Options(file.toString(), target.url(), names, concurrency, verifyOnly, retryPolicy);
        return new ShopDayRun(options, day, display).run();
    }
}
