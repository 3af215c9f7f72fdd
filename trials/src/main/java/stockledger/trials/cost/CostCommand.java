package stockledger.trials.cost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.QuerySideOption;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;

/** Measures the processor time of a change and of an idle service. */
@Command(
        name = "cost",
        description = {
            "Sends receipts at a fixed rate, then nothing, and reports the processor time of all processes of the service:"
                    + " per receipt and per second idle, by process and by the work of the threads. The figures are the"
                    + " operating system's own accounting.",
            "",
            "The service must run on this machine, which must be Linux. Nothing else may send requests to it.",
            ""
        },
        exitCodeList = {
            "0:every objective was met, and no request failed",
            "1:an objective was missed, or a request failed",
            "2:wrong options, a process that ended, or a setup that was refused",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class CostCommand extends TrialCommand {

    @Mixin
    private TargetOption target = new TargetOption();

    @Mixin
    private QuerySideOption querySide = new QuerySideOption();

    @Option(
            names = "--pid",
            required = true,
            description =
                    "a process of the service; its child processes are measured too. Repeat it for each process that"
                            + " is no child of another: both sides, and stores of their own")
    private List<Long> pids = List.of();

    @Option(names = "--rate", defaultValue = "50", description = "receipts per second, 1 to 10000")
    private double rate;

    @Option(names = "--skus", defaultValue = "1000", description = "products that are received, 1 to 100000")
    private int skus;

    @Option(
            names = "--warm-seconds",
            defaultValue = "60",
            description = "of receipts that are not measured, 0.2 to 3600")
    private double warmSeconds;

    @Option(
            names = "--warm-rate",
            defaultValue = "400",
            description = "receipts per second while not measured, 1 to 10000: the JIT compiles by number of calls")
    private double warmRate;

    @Option(names = "--seconds", defaultValue = "60", description = "of receipts that are measured, 0.2 to 3600")
    private double seconds;

    @Option(names = "--idle-seconds", defaultValue = "60", description = "without a request, 0.2 to 3600")
    private double idleSeconds;

    @Mixin
    private DocumentOption document = new DocumentOption("cost");

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        querySide.check(checks);
        checks.range("--rate", rate, 1, 10_000)
                .range("--skus", skus, 1, 100_000)
                .range("--warm-seconds", warmSeconds, 0.2, 3_600)
                .range("--warm-rate", warmRate, 1, 10_000)
                .range("--seconds", seconds, 0.2, 3_600)
                .range("--idle-seconds", idleSeconds, 0.2, 3_600);
        document.check(checks);
        checks.require(
                isLocal(target.url()), "--url: only a service on this machine can be measured, not " + target.url());
        pids.forEach(pid -> checks.require(
                ProcThreadTimes.isReadable(pid),
                "--pid: no process of this machine has its threads accounted in /proc/" + pid + "/task"));
    }

    private static boolean isLocal(URI url) {
        try {
            InetAddress address = InetAddress.getByName(url.getHost());
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    protected TrialReport run() throws IOException {
        document.requireMarkers();
        CostRun.Plan plan = new CostRun.Plan(
                target.url(),
                querySide.urlOr(target.url()),
                "COST-" + newRun(),
                skus,
                rate,
                warmSeconds,
                warmRate,
                seconds,
                idleSeconds);
        Set<Long> processes = new TreeSet<>(pids);
        CostReport report = new CostRun(plan, new ProcThreadTimes(List.copyOf(processes)), this::progress).run();
        document.write(report.lines());
        return report;
    }
}
