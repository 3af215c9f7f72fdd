package stockledger.trials.history;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures answers about the past of a SKU with many events. */
@Command(
        name = "long-history",
        description = {
            "Gives one SKU many events, by bulk receipts and by carts that stay open, and measures explanations and answers as of"
                    + " recent and of random instants, one request after the other.",
            ""
        },
        exitCodeList = {
            "0:every objective was met, and the explanation adds up",
            "1:an objective was missed, or a sum is wrong",
            "2:wrong options, or a request of the preparation that was refused",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class LongHistoryCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--events", defaultValue = "100000", description = "receipts of the SKU, 1 to 1000000")
    private int events;

    @Option(names = "--open-carts", defaultValue = "500", description = "reservations that stay open, 0 to 50000")
    private int openCarts;

    @Option(names = "--samples", defaultValue = "500", description = "requests of each kind, 10 to 100000")
    private int samples;

    @Option(names = "--sku", description = "measure this SKU, which an earlier run has prepared")
    private @Nullable String sku;

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--events", events, 1, 1_000_000)
                .range("--open-carts", openCarts, 0, 50_000)
                .range("--samples", samples, 10, 100_000)
                .id("--sku", sku, 64);
    }

    @Override
    protected TrialReport run() throws IOException {
        LongHistoryRun run = new LongHistoryRun(target.url(), samples, this::progress);
        String prepared = sku == null ? run.prepare("LONG-" + newRun(), events, openCarts) : sku;
        return run.measure(prepared);
    }
}
