package stockledger.trials.reads;

import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.QuerySideOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures how soon a change is visible on the product's page. */
@Command(
        name = "freshness",
        description = {
            "Changes prices and stock at a fixed rate through the command side, and reads the pages of the changed products"
                    + " from the query side: without a token repeatedly until the change is visible, and once with the"
                    + " token, whose response must never be older.",
            ""
        },
        exitCodeList = {
            "0:changes were visible in time, no response was older than its token, and no request failed",
            "1:a change visible too late, a stale response, or a failed request",
            "2:wrong options, or a setup that was refused",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class FreshnessCommand extends TrialCommand {

    @Option(
            names = "--command-url",
            defaultValue = "http://localhost:8080",
            description = "address of the command side")
    private URI commandUrl = URI.create("");

    @Mixin
    private QuerySideOption querySide = new QuerySideOption();

    @Mixin
    private LoadOptions.WithWarmUp load = new LoadOptions.WithWarmUp(30, 15);

    @Option(names = "--rate", defaultValue = "200", description = "changes per second, 1 to 10000")
    private double rate;

    @Option(names = "--skus", defaultValue = "500", description = "products that are changed, 2 to 100000")
    private int skus;

    @Option(names = "--pause-millis", defaultValue = "5", description = "between two reads of a page, 0.1 to 1000")
    private double pauseMillis;

    @Mixin
    private DocumentOption document = new DocumentOption("freshness");

    @Override
    protected void check(OptionChecks checks) {
        checks.httpUrl("--command-url", commandUrl);
        querySide.check(checks);
        load.check(checks);
        checks.range("--rate", rate, 1, 10_000)
                .range("--skus", skus, 2, 100_000)
                .range("--pause-millis", pauseMillis, 0.1, 1_000);
        document.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        FreshnessRun.Plan plan = new FreshnessRun.Plan(
                commandUrl, querySide.urlOr(commandUrl), "FRESH-" + newRun(), skus, rate, pauseMillis, load);
        FreshnessReport report = new FreshnessRun(plan).run();
        document.write(report.lines());
        return report;
    }
}
