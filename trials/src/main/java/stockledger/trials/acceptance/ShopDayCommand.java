package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stockledger.trials.client.RetryPolicy;

/** Plays a shop's day from a file in the Online Retail format, then compares the service with the file. */
@Command(
        name = "shop-day",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Plays a shop's day from a file in the Online Retail format, then compares every number of the service"
                    + " with an independent fold of the file.",
            "",
            "All products are registered, the stock that the day needs is received, and each invoice is played in the"
                    + " order of the file: sales as a reservation that is confirmed and shipped, an invoice C… as a return"
                    + " to the latest matching order, or as an adjustment when no order matches, any other negative row as"
                    + " a write-off. Rows that cannot be played are reported by line and left out.",
            "",
            "Requests are retried after a lost connection, 429 and 503. Before a receipt or an adjustment is retried,"
                    + " its reference is looked up in the ledger, so that it is not applied twice.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.NOT_STARTED,
        exitCodeOnExecutionException = ExitCode.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing refused, no error, no difference",
            "1:a difference, or a request that was refused or failed",
            "2:wrong options, or a file that cannot be read",
            "3:the service already has a product of this day; nothing was checked",
            "4:the service did not answer within --retry-seconds",
            "5:an error in the trial itself"
        })
public final class ShopDayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--file",
            required = true,
            paramLabel = "CSV",
            showDefaultValue = Help.Visibility.NEVER,
            description = "order lines, Online Retail format")
    private Path file = Path.of("");

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "base URL of the service or its load balancer")
    private URI url = URI.create("");

    @Option(names = "--concurrency", defaultValue = "16", description = "invoices in flight, 1 to 1024")
    private int concurrency;

    @Option(names = "--location", defaultValue = "MAIN", description = "id of the location of all stock")
    private String location = "";

    @Option(
            names = "--run",
            description = "prefix of this run's reservation ids and references; by default the file name."
                    + " --verify-only needs the prefix that the day was played with")
    private @Nullable String run;

    @Option(names = "--verify-only", description = "only check a day that was played before")
    private boolean verifyOnly;

    @Option(names = "--report", paramLabel = "JSON", description = "also write the whole report to this file")
    private @Nullable Path report;

    @Option(names = "--retry-seconds", defaultValue = "60", description = "how long one request is retried, 1 to 3600")
    private int retrySeconds;

    @Option(names = "--answer-seconds", defaultValue = "30", description = "time-out of one attempt, 1 to 3600")
    private int answerSeconds;

    @Option(
            names = "--look-up-seconds",
            defaultValue = "10",
            description = "how long a movement is looked up in the ledger before it is sent again, 1 to 3600")
    private int lookUpSeconds;

    @Override
    public Integer call() {
        ShopDayRun.Options options = options();
        requireWritableReport();
        DayReport result = new ShopDayRun(options, day(), display()).run();
        new ReportText(spec.commandLine().getOut()).print(result);
        write(result);
        return result.exitCode();
    }

    private ShopDayRun.Options options() {
        requireRange("--concurrency", concurrency, 1024);
        requireRange("--retry-seconds", retrySeconds, 3600);
        requireRange("--answer-seconds", answerSeconds, 3600);
        requireRange("--look-up-seconds", lookUpSeconds, 3600);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new ParameterException(spec.commandLine(), "--url must be like http://localhost:8080, not " + url);
        }
        RetryPolicy retryPolicy = RetryPolicy.of(
                Duration.ofSeconds(retrySeconds), Duration.ofSeconds(answerSeconds), Duration.ofSeconds(lookUpSeconds));
        String runName = run == null ? RunNames.runOf(file) : run;
        return new ShopDayRun.Options(file.toString(), url, names(runName), concurrency, verifyOnly, retryPolicy);
    }

    private RunNames names(String runName) {
        try {
            return new RunNames(runName, location);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void requireRange(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 to " + max + ", not " + value);
        }
    }

    private ShopDay day() {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "--file: no such file, or not a readable one: " + file);
        }
        try {
            return OnlineRetailFile.read(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private ProgressDisplay display() {
        PrintWriter err = spec.commandLine().getErr();
        return System.console() == null ? ProgressDisplay.lines(err) : ProgressDisplay.bar(System.err);
    }

    /** Fails before the day is played instead of after it. */
    private void requireWritableReport() {
        if (report != null && !Files.isWritable(report.toAbsolutePath().resolveSibling("."))) {
            throw new ParameterException(spec.commandLine(), "--report: folder is not writable: " + report);
        }
    }

    private void write(DayReport result) {
        if (report == null) {
            return;
        }
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
