package stockledger.trials.reads;

import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Customers browse a large shop: product pages, lists, and the availability of a basket. */
@Command(
        name = "reads",
        description = {
            "Loads a large catalog unless it is loaded, requests pages, lists and availability as a shop's customers do, and"
                    + " compares the service with constant responses of the same server; with raw Redis; and with"
                    + " pages that are joined from tables of PostgreSQL for every request.",
            "",
            "Everything is measured in the same run, alternately. The trial starts and stops the baselines.",
            ""
        },
        exitCodeList = {
            "0:every objective was met, and no request failed",
            "1:an objective was missed, or a request failed",
            "2:wrong options, or a catalog that cannot be loaded",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class ReadsCommand extends TrialCommand {

    @Mixin
    private ReadsOptions options = new ReadsOptions();

    @Override
    protected void check(OptionChecks checks) {
        options.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        options.document.requireMarkers();
        ReadsReport report = new ReadsRun(options, this::progress).run();
        if (options.html != null) {
            Files.writeString(options.html, ReadsPage.html(report));
        }
        options.document.write(report.lines());
        return report;
    }
}
