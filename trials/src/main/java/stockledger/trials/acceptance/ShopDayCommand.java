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

/** Plays a shop's day from a file in the Online Retail format and checks the service against it. */
@Command(
        name = "shop-day",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Plays a shop's day from a file in the Online Retail format, then checks every number of the service"
                    + " against its own arithmetic over the file.",
            "",
            "The catalog is registered, as much stock is received as the day takes, and each invoice is played in"
                    + " the order of the file: sales as a reservation that is confirmed and shipped, an invoice C… as"
                    + " a return to the latest order that they can have left with, or as goods found when the file never"
                    + " sold them, any other negative row as a write-off. Rows that cannot be played are reported by line"
                    + " and left out.",
            "",
            "A lost connection, 429 and 503 are tried again. Before a receipt or an adjustment is sent again, its"
                    + " reference is looked up in the ledger, lest it happen twice.",
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
            "4:the service gave no answer for as long as --retry-seconds",
            "5:the trial itself is broken"
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
            description = "where the service, or a balancer before it, listens")
    private URI url = URI.create("");

    @Option(names = "--concurrency", defaultValue = "16", description = "invoices in flight, 1 to 1024")
    private int concurrency;

    @Option(names = "--location", defaultValue = "MAIN", description = "id of the location that keeps all stock")
    private String location = "";

    @Option(
            names = "--run",
            description = "names this run's reservations and references; the file's name unless given."
                    + " --verify-only needs the one that the day was played with")
    private @Nullable String run;

    @Option(names = "--verify-only", description = "play nothing, only check a day that was played before")
    private boolean verifyOnly;

    @Option(names = "--report", paramLabel = "JSON", description = "also write the whole report to this file")
    private @Nullable Path report;

    @Option(
            names = "--retry-seconds",
            defaultValue = "60",
            description = "for how long one request is tried again, 1 to 3600")
    private int retrySeconds;

    @Option(names = "--answer-seconds", defaultValue = "30", description = "how long one attempt may take, 1 to 3600")
    private int answerSeconds;

    @Option(
            names = "--look-up-seconds",
            defaultValue = "10",
            description = "how long a movement may take to show in the ledger before it is sent again, 1 to 3600")
    private int lookUpSeconds;

    @Override
    public Integer call() {
        ShopDayRun.Order order = order();
        requireFolderOfReport();
        DayReport outcome = new ShopDayRun(order, day(), display()).run();
        new ReportText(spec.commandLine().getOut()).print(outcome);
        write(outcome);
        return outcome.exitCode();
    }

    private ShopDayRun.Order order() {
        within("--concurrency", concurrency, 1024);
        within("--retry-seconds", retrySeconds, 3600);
        within("--answer-seconds", answerSeconds, 3600);
        within("--look-up-seconds", lookUpSeconds, 3600);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new ParameterException(spec.commandLine(), "--url must be like http://localhost:8080, not " + url);
        }
        RetryPolicy patience = RetryPolicy.of(
                Duration.ofSeconds(retrySeconds), Duration.ofSeconds(answerSeconds), Duration.ofSeconds(lookUpSeconds));
        String named = run == null ? Names.runOf(file) : run;
        return new ShopDayRun.Order(file.toString(), url, names(named), concurrency, verifyOnly, patience);
    }

    private Names names(String named) {
        try {
            return new Names(named, location);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 to " + most + ", not " + value);
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

    /** Known before the day is played, not after. */
    private void requireFolderOfReport() {
        if (report != null && !Files.isWritable(report.toAbsolutePath().resolveSibling("."))) {
            throw new ParameterException(spec.commandLine(), "--report: nothing can be written beside " + report);
        }
    }

    private void write(DayReport outcome) {
        if (report == null) {
            return;
        }
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
