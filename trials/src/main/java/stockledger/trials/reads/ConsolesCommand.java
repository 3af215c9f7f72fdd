package stockledger.trials.reads;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures what open consoles cost the customers of the shop. */
@Command(
        name = "consoles",
        description = {
            "Requests what a browser requests at the first view of the console's overview and of a product's page, one"
                    + " request after the other. Then requests product pages at a fixed rate while stock and prices"
                    + " change, in turns without open consoles and with them: each console follows the stream of one page,"
                    + " half of them that of the overview.",
            ""
        },
        exitCodeList = {
            "0:the first views and the p99 of product pages with open consoles are within bounds",
            "1:a bound is missed, or a request failed",
            "2:wrong options, or the catalog cannot be loaded",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class ConsolesCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private LoadOptions.WithWarmUp load = new LoadOptions.WithWarmUp(20, 5);

    @Option(names = "--consoles", defaultValue = "50", description = "open consoles, 2 to 1000")
    private int consoles;

    @Option(names = "--products", defaultValue = "1000", description = "in the catalog, 10 to 1000000")
    private int products;

    @Option(names = "--rate", defaultValue = "500", description = "product pages per second, 1 to 10000")
    private double rate;

    @Option(names = "--changes", defaultValue = "10", description = "changes per second, 0.1 to 1000")
    private double changes;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "rounds without consoles, and as many with them, 1 to 100")
    private int rounds;

    @Option(names = "--views", defaultValue = "20", description = "first views of each page, 1 to 1000")
    private int views;

    @Mixin
    private DocumentOption document = new DocumentOption("consoles");

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        load.check(checks);
        checks.range("--consoles", consoles, 2, 1_000)
                .range("--products", products, 10, 1_000_000)
                .range("--rate", rate, 1, 10_000)
                .range("--changes", changes, 0.1, 1_000)
                .range("--rounds", rounds, 1, 100)
                .range("--views", views, 1, 1_000);
        document.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        ConsolesRun.Plan plan =
                new ConsolesRun.Plan(target.url(), consoles, products, rate, changes, rounds, views, load);
        ConsolesReport report = new ConsolesRun(plan, this::progress).run();
        document.write(report.lines());
        return report;
    }
}
