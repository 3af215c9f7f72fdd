package stockledger.trials.load;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everybody wants the same SKU at once: exactly its stock is sold, however fast they ask. */
@Command(
        name = "flash-sale",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Registers a product with some stock, lets every client reserve one unit of it again and again, and checks"
                    + " that exactly the stock was sold, in the answers and in what is read afterwards.",
            "",
            "With a rival, it then measures a plain UPDATE on the same PostgreSQL: each connection takes units from"
                    + " one row, as long as there are enough, and again with this sale's stock.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.NOT_STARTED,
        exitCodeOnExecutionException = ExitCode.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:exactly the stock was sold, and no request failed",
            "1:a difference, or a request that failed",
            "2:wrong options, or a sale that cannot be opened",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class FlashSaleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SaleOptions options = new SaleOptions();

    @Option(names = "--stock", defaultValue = "10000", description = "units for sale, 0 to 1000000000")
    private long stock;

    @Option(names = "--sku", description = "a SKU that is not registered yet; drawn unless given")
    private @Nullable String sku;

    @Override
    public Integer call() {
        target.require(spec);
        options.require(spec);
        TargetOptions.within(spec, "--stock", stock, 0, 1_000_000_000);
        if (sku != null && !sku.matches("[A-Za-z0-9._-]{1,50}")) {
            throw new ParameterException(
                    spec.commandLine(), "--sku is 1 to 50 of letters, digits, '.', '_' and '-', not " + sku);
        }
        String named = sku == null ? "FLASH-" + TargetOptions.newRun() : sku;
        Sale sale = Sale.ofOne(TargetOptions.LOCATION, named, stock, options.requests());
        return target.run(
                spec,
                at -> new SaleRun("flash-sale", at, options, spec.commandLine().getErr()).run(sale));
    }
}
