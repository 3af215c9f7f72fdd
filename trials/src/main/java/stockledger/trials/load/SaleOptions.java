package stockledger.trials.load;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How many customers come to a sale, and how often. */
final class SaleOptions {

    @Option(
            names = "--clients",
            defaultValue = "64",
            description = "connections, each one request at a time, 1 to 1024")
    private int clients;

    @Option(names = "--requests", defaultValue = "200000", description = "requests in all, 1 to 100000000")
    private int requests;

    @Option(names = "--warm-up", defaultValue = "10000", description = "requests before, not counted, 0 to 1000000")
    private int warmUp;

    int clients() {
        return clients;
    }

    int requests() {
        return requests;
    }

    int warmUp() {
        return warmUp;
    }

    /** Bounds, before anything is sent. */
    void require(CommandSpec spec) {
        TargetOptions.within(spec, "--clients", clients, 1, 1024);
        TargetOptions.within(spec, "--requests", requests, 1, 100_000_000);
        TargetOptions.within(spec, "--warm-up", warmUp, 0, 1_000_000);
    }
}
