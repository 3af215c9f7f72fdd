package stockledger.trials.reads;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stockledger.trials.client.Unreachable;

/** A price was changed: when do customers see it? */
@Command(
        name = "freshness",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Changes prices and stock at a fixed rate through the command side, and asks the query side for the pages of"
                    + " what was changed: without a token again and again until the change is shown, and once with the"
                    + " token, which must never be answered with anything older.",
            ""
        },
        exitCodeOnInvalidInput = ReadsCommand.NOT_STARTED,
        exitCodeOnExecutionException = ReadsCommand.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:changes were shown in time, nothing was older than its token, and no request failed",
            "1:too late, too old, or a request that failed",
            "2:wrong options, or nothing can be changed",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class FreshnessCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--command-url", defaultValue = "http://localhost:8080", description = "where commands are taken")
    private URI commandUrl = URI.create("");

    @Option(
            names = "--query-url",
            showDefaultValue = Visibility.NEVER,
            description = "where questions are answered; the same unless given")
    private @Nullable URI queryUrl;

    @Option(names = "--rate", defaultValue = "200", description = "changes per second, 1 to 10000")
    private double rate;

    @Option(names = "--skus", defaultValue = "500", description = "products that are changed, 2 to 100000")
    private int skus;

    @Option(names = "--seconds", defaultValue = "30", description = "that count, 0.2 to 3600")
    private double seconds;

    @Option(names = "--warm-seconds", defaultValue = "15", description = "before, not counted, 0 to 3600")
    private double warmSeconds;

    @Option(names = "--pause-millis", defaultValue = "5", description = "before a page is looked at again, 0.1 to 1000")
    private double pauseMillis;

    @Option(names = "--connections", defaultValue = "32", description = "to each side, 1 to 1024")
    private int connections;

    @Option(names = "--json", paramLabel = "FILE", description = "write the whole report to this file")
    private @Nullable Path json;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "put the tables into this document, between its marks")
    private @Nullable Path document;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            showDefaultValue = Visibility.NEVER,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        FreshnessRun.Order order = order();
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (document != null) {
                // Known before the trial, not after.
                Document.with(Files.readString(document), "freshness", List.of());
            }
            FreshnessReport report = new FreshnessRun(order).run();
            PrintWriter out = spec.commandLine().getOut();
            report.lines().forEach(out::println);
            out.flush();
            if (json != null) {
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
            }
            if (document != null) {
                String text = Files.readString(document);
                Files.writeString(document, Document.with(text, "freshness", report.lines()));
            }
            return report.clean() ? ReadsCommand.CLEAN : ReadsCommand.NOT_CLEAN;
        } catch (Refused e) {
            err.println(e.getMessage());
            return ReadsCommand.NOT_STARTED;
        } catch (Unreachable | IOException e) {
            err.println("the service cannot be reached: " + e.getMessage());
            return ReadsCommand.UNREACHABLE;
        }
    }

    private FreshnessRun.Order order() {
        URI asked = queryUrl == null ? commandUrl : queryUrl;
        ReadsOptions.requireUrl(spec, "--command-url", commandUrl);
        ReadsOptions.requireUrl(spec, "--query-url", asked);
        ReadsOptions.within(spec, "--rate", rate, 1, 10_000);
        ReadsOptions.within(spec, "--skus", skus, 2, 100_000);
        ReadsOptions.within(spec, "--seconds", seconds, 0.2, 3_600);
        ReadsOptions.within(spec, "--warm-seconds", warmSeconds, 0, 3_600);
        ReadsOptions.within(spec, "--pause-millis", pauseMillis, 0.1, 1_000);
        ReadsOptions.within(spec, "--connections", connections, 1, 1_024);
        ReadsOptions.requireFolderOf(spec, "--json", json);
        if (document != null && !Files.isWritable(document)) {
            throw new ParameterException(spec.commandLine(), "--document: " + document + " cannot be written");
        }
        String run = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        return new FreshnessRun.Order(
                commandUrl, asked, run, skus, rate, seconds, warmSeconds, pauseMillis, connections);
    }
}
