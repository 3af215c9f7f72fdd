package stockledger.trials.load;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TrialReport;

/** An ordinary busy hour: requests are spread over many SKUs. */
@Command(
        name = "spread",
        description = {
            "Registers many products with some stock, lets every client reserve one unit of a random one again and"
                    + " again, and checks that of each SKU exactly the requested units, or all in stock, were sold.",
            "",
            "With a baseline, it also measures a plain UPDATE on random rows of the same PostgreSQL.",
            ""
        },
        exitCodeList = {
            "0:of each SKU exactly the expected units were sold, and no request failed",
            "1:a difference, or a request that failed",
            "2:wrong options, or a sale that cannot be set up",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class SpreadCommand extends SaleCommand {

    @Option(names = "--skus", defaultValue = "1000", description = "products, 1 to 100000")
    private int skus;

    @Option(names = "--stock", defaultValue = "1000000", description = "units of each, 0 to 1000000000")
    private long stock;

    @Override
    protected void check(OptionChecks checks) {
        super.check(checks);
        checks.range("--skus", skus, 1, 100_000).range("--stock", stock, 0, 1_000_000_000);
    }

    @Override
    protected TrialReport run() throws IOException {
        String run = newRun();
        List<String> names = IntStream.range(0, skus)
                .mapToObj(number -> "SPREAD-" + run + "-" + number)
                .toList();
        return run("spread", Sale.ofMany(LOCATION, names, stock, requests()));
    }
}
