package stockledger.trials.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Plants errors in played days, counts, and compares the causes that the service names. */
@Command(
        name = "count-causes",
        description = {
            "Plays days of a shop from files in the Online Retail format, with deliveries, transfers and orders that are"
                    + " being picked, plants errors of five kinds, counts all shelves, and compares the causes that the"
                    + " service names with the errors. Needs an empty service.",
            ""
        },
        exitCodeList = {
            "0:every objective was met",
            "1:an objective was missed",
            "2:wrong options, a file that cannot be read, or a service that is not empty",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class CountCausesCommand extends TrialCommand {

    @Option(
            names = "--file",
            required = true,
            paramLabel = "CSV",
            showDefaultValue = Visibility.NEVER,
            description = "order lines of a day, Online Retail format; may be repeated")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--errors", defaultValue = "40", description = "planted errors of each kind, 1 to 200")
    private int errors;

    @Option(names = "--seed", defaultValue = "20101201", description = "of all that is drawn")
    private long seed;

    private final List<DayRow> rows = new ArrayList<>();

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--errors", errors, 1, 200);
        for (Path file : files) {
            checks.require(Files.isReadable(file), "--file: no such file, or not a readable one: " + file);
            try {
                rows.addAll(OnlineRetailFile.read(file).rows());
            } catch (IOException e) {
                throw checks.error("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    protected TrialReport run() {
        return new CountCausesRun(target.url(), rows, errors, seed, newRun(), this::progress).run();
    }
}
