package stockledger.trials.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** A large delivery: many receipts in one file, which the service processes in a job. */
@Command(
        name = "bulk-load",
        description = {
            "Registers products, sends their receipts as one CSV file, polls the job until it ends, and checks the units on"
                    + " hand of each product against its own arithmetic.",
            "",
            "A job can be watched again, also after a restart of the service: name the job, its run, and its numbers of"
                    + " rows and SKUs.",
            ""
        },
        exitCodeList = {
            "0:every row was received once",
            "1:a difference, or a job that did not finish",
            "2:wrong options, or a file that was refused",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class BulkLoadCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private BaselineOptions baseline = new BaselineOptions();

    @Option(names = "--rows", defaultValue = "100000", description = "receipts in the file, 1 to 10000000")
    private int rows;

    @Option(names = "--skus", defaultValue = "1000", description = "products in the file, 1 to 100000")
    private int skus;

    @Option(
            names = "--fold-seconds",
            defaultValue = "120",
            description = "how long the read models may take to show the receipts, 1 to 3600")
    private int foldSeconds;

    @Option(names = "--job", description = "a job to watch; nothing is sent")
    private @Nullable String job;

    @Option(names = "--run", description = "name of this run, or of the run that started the job; random unless given")
    private @Nullable String run;

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--rows", rows, 1, 10_000_000)
                .range("--skus", skus, 1, 100_000)
                .range("--fold-seconds", foldSeconds, 1, 3_600)
                .require(job == null || run != null, "--job needs the --run that started it")
                .id("--run", run, 32);
        baseline.check(checks);
    }

    @Override
    protected TrialReport run() {
        ReceiptFile file = new ReceiptFile(run == null ? newRun() : run, SaleCommand.LOCATION, rows, skus);
        return new BulkRun(target.url(), baseline, Duration.ofSeconds(foldSeconds), this::progress).run(file, job);
    }
}
