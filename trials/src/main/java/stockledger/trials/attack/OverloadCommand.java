package stockledger.trials.attack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.Stats;

/** Sends twice the commands that the service can execute, and measures how many it still executes. */
@Command(
        name = "overload",
        description = {
            "Finds how many receipts per second the service executes in a closed loop, then sends twice as many at a fixed rate,"
                    + " with pages, lists and liveness beside them.",
            ""
        },
        exitCodeList = {
            "0:at least the given part of the peak was executed, and nothing failed",
            "1:less was, or a request failed",
            "2:wrong options",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class OverloadCommand extends TrialCommand {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final double BESIDE_PER_SECOND = 20;
    private static final double EXCESS = 2;

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--seconds", defaultValue = "20", description = "duration of each measurement, 1 to 3600")
    private double seconds;

    @Option(names = "--clients", defaultValue = "64", description = "connections of the closed loop, 1 to 1024")
    private int clients;

    @Option(names = "--connections", defaultValue = "400", description = "connections under overload, 1 to 4096")
    private int connections;

    @Option(names = "--least-goodput", defaultValue = "0.8", description = "part of the peak, 0 to 1")
    private double leastGoodput;

    record Report(
            @JsonIgnore List<String> lines, Stats peak, Stats overloaded, List<Objective> objectives, boolean clean)
            implements TrialReport {}

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--seconds", seconds, 1, 3_600)
                .range("--clients", clients, 1, 1_024)
                .range("--connections", connections, 1, 4_096)
                .range("--least-goodput", leastGoodput, 0, 1);
    }

    @Override
    protected TrialReport run() throws IOException {
        HonestCallers honest = new HonestCallers(target.url());
        honest.prepare();
        progress("warming up");
        peak(honest);
        progress("measuring the peak");
        Outcomes peak = peak(honest);
        double rate = EXCESS * peak.accepted().perSecond();
        progress(String.format(Locale.ROOT, "sending %.0f per second", rate));
        long start = System.nanoTime();
        long end = start + nanos();
        Outcomes overloaded = new Outcomes(start, end);
        Map<String, Outcomes> beside = overload(honest, overloaded, rate, start, end);
        return report(peak, overloaded, beside);
    }

    private long nanos() {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private Outcomes peak(HonestCallers honest) throws IOException {
        long start = System.nanoTime();
        long end = start + nanos();
        Outcomes outcomes = new Outcomes(start, end);
        var requests = honest.commands();
        RequestSource closedLoop = new RequestSource() {
            @Override
            public @Nullable Request next(long nowNanos) {
                return nowNanos - end >= 0 ? null : new MeasuredRequest(requests.next(), nowNanos, outcomes);
            }

            @Override
            public long nextDueNanos() {
                return NEVER;
            }
        };
        HttpLoadClient.run(RESPONSE_TIMEOUT, Workload.http(honest.http().address(), clients, closedLoop));
        return outcomes;
    }

    private Map<String, Outcomes> overload(HonestCallers honest, Outcomes overloaded, double rate, long start, long end)
            throws IOException {
        FixedRateRun openLoop = new FixedRateRun(honest.commands(), overloaded, start, end, rate, end);
        List<IOException> failures = new ArrayList<>();
        Thread excess = new Thread(() -> {
            try {
                HttpLoadClient.run(RESPONSE_TIMEOUT, Workload.http(honest.http().address(), connections, openLoop));
            } catch (IOException e) {
                failures.add(e);
            }
        });
        excess.start();
        try {
            Map<String, Outcomes> beside = honest.run(seconds, BESIDE_PER_SECOND, Map.of());
            excess.join();
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
            return beside;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private TrialReport report(Outcomes peak, Outcomes overloaded, Map<String, Outcomes> beside) {
        Stats most = peak.accepted();
        Stats accepted = overloaded.accepted();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "peak           %8.0f/s   p50 %8.1f ms   p99 %8.1f ms",
                most.perSecond(),
                most.p50Millis(),
                most.p99Millis()));
        lines.add(String.format(
                Locale.ROOT,
                "twice the load %8.0f/s   p50 %8.1f ms   p99 %8.1f ms   told to come again %d   failed %s",
                accepted.perSecond(),
                accepted.p50Millis(),
                accepted.p99Millis(),
                overloaded.later().refused(),
                overloaded.failures()));
        List<Objective> objectives = new ArrayList<>();
        objectives.add(Objective.atLeast(
                "part of the peak executed at twice the load", accepted.perSecond() / most.perSecond(), leastGoodput));
        boolean failed = overloaded.failures().keySet().stream().anyMatch(reason -> !reason.equals(Outcomes.NOT_SENT));
        for (Map.Entry<String, Outcomes> kind : beside.entrySet()) {
            Stats stats = kind.getValue().accepted();
            failed |= !kind.getValue().failures().isEmpty();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s answered %6d   p50 %8.1f ms   p99 %8.1f ms   told to come again %d   failed %s",
                    kind.getKey(),
                    stats.accepted(),
                    stats.p50Millis(),
                    stats.p99Millis(),
                    kind.getValue().later().refused(),
                    kind.getValue().failures()));
        }
        Objective.table(lines, objectives);
        boolean clean = !failed && objectives.stream().allMatch(Objective::isMet);
        lines.add(clean ? "clean" : "NOT clean");
        return new Report(lines, most, accepted, objectives, clean);
    }
}
