package stockledger.trials.load;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A lorry comes in: many receipts in one file, which the service works off in a job. */
@Command(
        name = "bulk-load",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Registers products, sends their receipts as one CSV file, watches the job to its end, and checks what is"
                    + " on hand of each product against its own arithmetic.",
            "",
            "A job may be watched further, also after the service was started again: name it, its run, and as many"
                    + " rows and SKUs as it was begun with.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.NOT_STARTED,
        exitCodeOnExecutionException = ExitCode.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was received once",
            "1:a difference, or a job that did not finish",
            "2:wrong options, or a delivery that cannot be sent",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class BulkLoadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--rows", defaultValue = "100000", description = "receipts in the file, 1 to 10000000")
    private int rows;

    @Option(names = "--skus", defaultValue = "1000", description = "products that they are for, 1 to 100000")
    private int skus;

    @Option(
            names = "--fold-seconds",
            defaultValue = "120",
            description = "how long the shelves may take to show what was received, 1 to 3600")
    private int foldSeconds;

    @Option(names = "--job", description = "a job to watch further; nothing is sent")
    private @Nullable String job;

    @Option(names = "--run", description = "names this run, or the one that the job was begun with; drawn unless given")
    private @Nullable String run;

    @Override
    public Integer call() {
        target.require(spec);
        TargetOptions.within(spec, "--rows", rows, 1, 10_000_000);
        TargetOptions.within(spec, "--skus", skus, 1, 100_000);
        TargetOptions.within(spec, "--fold-seconds", foldSeconds, 1, 3_600);
        if (job != null && run == null) {
            throw new ParameterException(spec.commandLine(), "--job needs the --run that it was begun with");
        }
        if (run != null && !run.matches("[A-Za-z0-9._-]{1,32}")) {
            throw new ParameterException(
                    spec.commandLine(), "--run is 1 to 32 of letters, digits, '.', '_' and '-', not " + run);
        }
        String named = run == null ? TargetOptions.newRun() : run;
        Delivery delivery = new Delivery(named, TargetOptions.LOCATION, rows, skus);
        Duration fold = Duration.ofSeconds(foldSeconds);
        return target.run(spec, at -> new BulkRun(at, fold, spec.commandLine().getErr()).run(delivery, job));
    }
}
