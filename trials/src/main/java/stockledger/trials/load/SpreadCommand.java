package stockledger.trials.load;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** An ordinary busy hour: everybody wants something else. */
@Command(
        name = "spread",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Registers many products with some stock, lets every client reserve one unit of a random one again and"
                    + " again, and checks that of each exactly what was wanted and there was sold.",
            "",
            "With a rival, it then measures a plain UPDATE on random rows of the same PostgreSQL.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.NOT_STARTED,
        exitCodeOnExecutionException = ExitCode.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:of each SKU exactly what must be was sold, and no request failed",
            "1:a difference, or a request that failed",
            "2:wrong options, or a sale that cannot be opened",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class SpreadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SaleOptions options = new SaleOptions();

    @Option(names = "--skus", defaultValue = "1000", description = "products, 1 to 100000")
    private int skus;

    @Option(names = "--stock", defaultValue = "1000000", description = "units of each, 0 to 1000000000")
    private long stock;

    @Override
    public Integer call() {
        target.require(spec);
        options.require(spec);
        TargetOptions.within(spec, "--skus", skus, 1, 100_000);
        TargetOptions.within(spec, "--stock", stock, 0, 1_000_000_000);
        String run = TargetOptions.newRun();
        List<String> named = IntStream.range(0, skus)
                .mapToObj(n -> "SPREAD-" + run + "-" + n)
                .toList();
        Sale sale = Sale.ofMany(TargetOptions.LOCATION, named, stock, options.requests());
        return target.run(
                spec,
                at -> new SaleRun("spread", at, options, spec.commandLine().getErr()).run(sale));
    }
}
