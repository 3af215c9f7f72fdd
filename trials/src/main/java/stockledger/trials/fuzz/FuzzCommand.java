package stockledger.trials.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Sends random requests and checks that each is answered, and every refusal is a problem. */
@Command(
        name = "fuzz",
        description = {
            "Sends random requests, made from the API description of the service: valid ones, and ones with values, bodies,"
                    + " headers and targets that no client should send.",
            "",
            "Each must be answered, with no 5xx but 503 with Retry-After, and every error must be a problem that no HTTP cache"
                    + " keeps. Requests change the shop and rebuild read models: use a service without data.",
            ""
        },
        exitCodeList = {
            "0:every response is as it must be, and the log has no stack trace",
            "1:a response is not, or the log has one",
            "2:wrong options",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class FuzzCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--requests", defaultValue = "20000", description = "requests, 1 to 10000000")
    private int requests;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed sends the same requests")
    private long seed;

    @Option(names = "--concurrency", defaultValue = "4", description = "requests in flight, 1 to 64")
    private int concurrency;

    @Option(names = "--log", paramLabel = "FILE", description = "the log of the service, searched for stack traces")
    private @Nullable Path log;

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--requests", requests, 1, 10_000_000).range("--concurrency", concurrency, 1, 64);
        Path given = log;
        checks.require(given == null || Files.isReadable(given), "--log cannot be read: " + given);
    }

    @Override
    protected TrialReport run() throws IOException {
        return new FuzzRun(target.url(), seed, requests, concurrency, log).run();
    }
}
