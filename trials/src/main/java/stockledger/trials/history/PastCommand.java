package stockledger.trials.history;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Compares answers about the past with an independent fold of the exported events. */
@Command(
        name = "past",
        description = {
            "Exports all events, folds them independently, and compares page, inventory, availability and explanation of every"
                    + " SKU, and reservations, as of random instants. Play a day before, with shop-day.",
            ""
        },
        exitCodeList = {
            "0:no difference",
            "1:a difference",
            "2:wrong options, or events that cannot be exported",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class PastCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--instants", defaultValue = "100", description = "random instants for each SKU, 1 to 10000")
    private int instants;

    @Option(names = "--seed", defaultValue = "20101201", description = "of the random instants")
    private long seed;

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--instants", instants, 1, 10_000);
    }

    @Override
    protected TrialReport run() throws IOException {
        return new PastRun(target.url(), instants, seed, this::progress).run();
    }
}
