package stockledger.trials.webhooks;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Whether webhooks are delivered whatever the receiver does, and what deliveries cost commands. */
@Command(
        name = "webhooks",
        description = {
            "Registers webhooks that deliver to this process. First, receipts are sent while the receiver fails every"
                    + " third call, is slow, is killed and started again: every event must arrive, those of a SKU in"
                    + " order, and correctly signed. Then receipts are sent in turns with and without webhooks, at a fixed"
                    + " rate and as fast as they are answered, and their latencies and rates are compared.",
            "",
            "The service must allow it: --stockledger.webhooks.allow-private-addresses=true.",
            ""
        },
        exitCodeList = {
            "0:every event arrived in order, and commands were not slowed down beyond the limit",
            "1:an event is missing, came out of order or was signed wrongly, or commands were slower",
            "2:wrong options, or a setup that was refused",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class WebhooksCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(
            names = "--fault-seconds",
            defaultValue = "40",
            description = "of receipts while the receiver fails, 5 to 3600")
    private int faultSeconds;

    @Option(names = "--rate", defaultValue = "100", description = "receipts per second at a fixed rate, 1 to 10000")
    private int rate;

    @Option(
            names = "--webhooks",
            defaultValue = "10",
            description = "that each have every event at that rate, 1 to 100")
    private int webhooks;

    @Option(
            names = "--full-speed-webhooks",
            defaultValue = "2",
            description = "at full speed, each of which the service delivers 500 events a second to, 1 to 100")
    private int fullSpeedWebhooks;

    @Option(names = "--rounds", defaultValue = "3", description = "turns with and without webhooks, 1 to 20")
    private int rounds;

    @Option(
            names = "--warm-seconds",
            defaultValue = "60",
            description =
                    "of receipts with webhooks at full speed and of as many at the fixed rate that are not measured,"
                            + " 1 to 3600")
    private int warmSeconds;

    @Option(names = "--seconds", defaultValue = "20", description = "measured in each turn, 1 to 3600")
    private int seconds;

    @Option(names = "--skus", defaultValue = "200", description = "products that are received, 1 to 100000")
    private int skus;

    @Option(
            names = "--max-slowdown",
            defaultValue = "10",
            description = "percent by which commands may be slower, 0 to 1000")
    private double maxSlowdown;

    @Mixin
    private DocumentOption document = new DocumentOption("webhooks");

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--fault-seconds", faultSeconds, 5, 3_600)
                .range("--rate", rate, 1, 10_000)
                .range("--webhooks", webhooks, 1, 100)
                .range("--full-speed-webhooks", fullSpeedWebhooks, 1, 100)
                .range("--rounds", rounds, 1, 20)
                .range("--warm-seconds", warmSeconds, 1, 3_600)
                .range("--seconds", seconds, 1, 3_600)
                .range("--skus", skus, 1, 100_000)
                .range("--max-slowdown", maxSlowdown, 0, 1_000);
        document.check(checks);
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        WebhooksRun.Plan plan = new WebhooksRun.Plan(
                target.url(),
                "HOOK-" + newRun(),
                faultSeconds,
                rate,
                webhooks,
                fullSpeedWebhooks,
                rounds,
                warmSeconds,
                seconds,
                skus,
                maxSlowdown);
        try (Receiver receiver = new Receiver()) {
            WebhooksReport report = new WebhooksRun(plan, receiver, this::progress).run();
            document.write(report.lines());
            return report;
        }
    }
}
