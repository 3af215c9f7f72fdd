package stockledger.trials.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TrialReport;

/** All requests are for one SKU: exactly its stock must be sold. */
@Command(
        name = "flash-sale",
        description = {
            "Registers a product with some stock, lets every client reserve one unit of it again and again, and checks"
                    + " that exactly the stock was sold, in the responses and in the stock read afterwards.",
            "",
            "With a baseline, it also measures a plain UPDATE on the same PostgreSQL: each connection takes units from"
                    + " one row, first with ample stock, then with this sale's stock.",
            ""
        },
        exitCodeList = {
            "0:exactly the stock was sold, and no request failed",
            "1:a difference, or a request that failed",
            "2:wrong options, or a sale that cannot be set up",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class FlashSaleCommand extends SaleCommand {

    @Option(names = "--stock", defaultValue = "10000", description = "units for sale, 0 to 1000000000")
    private long stock;

    @Option(names = "--sku", description = "a SKU that is not registered yet; random unless given")
    private @Nullable String sku;

    @Override
    protected void check(OptionChecks checks) {
        super.check(checks);
        checks.range("--stock", stock, 0, 1_000_000_000).id("--sku", sku, 50);
    }

    @Override
    protected TrialReport run() throws IOException {
        return run("flash-sale", Sale.ofOne(LOCATION, sku == null ? "FLASH-" + newRun() : sku, stock, requests()));
    }
}
