package stockledger.trials.events;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures the search of events. */
@Command(
        name = "event-search",
        description = {
            "Reads events at random times, and searches by what they have: by each field, by several, in short and long ranges of"
                    + " time, and page after page forwards and backwards, one request after the other. Half of the values are"
                    + " chosen among the different ones, half by how many events have them.",
            ""
        },
        exitCodeList = {
            "0:the p99 of every search is within the limit, and every page was right",
            "1:a search is slower, a request failed, or a page was wrong",
            "2:wrong options, or a service without events",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class EventSearchCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--samples", defaultValue = "500", description = "measured requests of each search, 10 to 100000")
    private int samples;

    @Option(
            names = "--warm-up",
            defaultValue = "100",
            description = "requests of each search before the measured ones, 0 to 100000")
    private int warmUp;

    @Option(names = "--limit", defaultValue = "20", description = "events of a page, 1 to 200")
    private int limit;

    @Option(names = "--depth", defaultValue = "100", description = "pages that are followed, 2 to 10000")
    private int depth;

    @Option(
            names = "--reads",
            defaultValue = "50",
            description = "pages at random times that the values are taken from, 1 to 1000")
    private int reads;

    @Option(names = "--seed", defaultValue = "20261201", description = "of the random values")
    private long seed;

    @Option(names = "--max-millis", defaultValue = "100", description = "limit of the p99 of each search, 1 to 60000")
    private double maxMillis;

    @Mixin
    private DocumentOption document = new DocumentOption("event-search");

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--samples", samples, 10, 100_000)
                .range("--warm-up", warmUp, 0, 100_000)
                .range("--limit", limit, 1, 200)
                .range("--depth", depth, 2, 10_000)
                .range("--reads", reads, 1, 1_000)
                .range("--max-millis", maxMillis, 1, 60_000);
        document.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        EventSearchRun.Plan plan =
                new EventSearchRun.Plan(target.url(), samples, warmUp, limit, depth, reads, seed, maxMillis);
        EventSearchReport report = new EventSearchRun(plan, this::progress).run();
        document.write(report.lines());
        return report;
    }
}
