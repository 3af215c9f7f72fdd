package stockledger.trials.attack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.OptionChecks;
import stockledger.trials.cli.TargetOption;
import stockledger.trials.cli.TrialCommand;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Stats;

/** Attacks the service and measures what honest callers are answered meanwhile. */
@Command(
        name = "attack",
        description = {
            "Attacks the service in several ways, one after another. Meanwhile pages, lists, liveness and commands are requested"
                    + " at a fixed rate. Uses up to thousands of connections.",
            ""
        },
        exitCodeList = {
            "0:pages, lists and liveness were answered with p99 within bounds, commands were accepted or told to come again"
                    + " in time, and nothing was left behind",
            "1:one of these was not so",
            "2:wrong options",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class AttackCommand extends TrialCommand {

    /** How long after an attack something of it may be left. */
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    @Mixin
    private TargetOption target = new TargetOption();

    @Option(names = "--attacks", split = ",", description = "names of attacks; all unless given")
    private List<String> names = List.of();

    @Option(names = "--attackers", defaultValue = "200", description = "connections of each attack, 1 to 10000")
    private int attackers;

    @Option(names = "--seconds", defaultValue = "15", description = "duration of each attack, 1 to 3600")
    private double seconds;

    @Option(names = "--rate", defaultValue = "20", description = "honest requests per second of each kind, 1 to 1000")
    private double rate;

    @Option(names = "--most-p99-millis", defaultValue = "250", description = "maximal p99 of pages, lists and liveness")
    private double maxP99Millis;

    @Option(
            names = "--command-deadline-millis",
            defaultValue = "6000",
            description = "longest time in which a command must be accepted or told to come again")
    private double deadlineMillis;

    record Report(@JsonIgnore List<String> lines, List<String> problems, boolean clean) implements TrialReport {}

    @Override
    protected void check(OptionChecks checks) {
        target.check(checks);
        checks.range("--attackers", attackers, 1, 10_000)
                .range("--seconds", seconds, 1, 3_600)
                .range("--rate", rate, 1, 1_000)
                .range("--most-p99-millis", maxP99Millis, 1, 60_000)
                .range("--command-deadline-millis", deadlineMillis, 1, 600_000);
        names.forEach(name -> checks.require(
                Attacks.byName().containsKey(name),
                "--attacks: " + name + " is none of " + Attacks.byName().keySet()));
    }

    @Override
    protected TrialReport run() throws IOException {
        HonestCallers honest = new HonestCallers(target.url());
        honest.prepare();
        honest.run(seconds / 2, rate, Map.of(HonestCallers.COMMANDS, honest.commands()));
        List<String> lines = new ArrayList<>();
        Markdown.table(
                lines,
                "| attack | p99 of pages | of lists | of liveness | commands accepted | later | slowest | heap MB | threads |");
        List<String> problems = new ArrayList<>();
        for (Attack attack : Attacks.all()) {
            if (names.isEmpty() || names.contains(attack.name())) {
                progress(attack.name() + ": " + attack.description());
                attack(attack, honest, lines, problems);
            }
        }
        lines.add("");
        lines.addAll(problems);
        lines.add(problems.isEmpty() ? "clean" : "NOT clean");
        return new Report(lines, problems, problems.isEmpty());
    }

    private void attack(Attack attack, HonestCallers honest, List<String> lines, List<String> problems)
            throws IOException {
        ProcessMeters before = ProcessMeters.read(target.url());
        Map<String, Outcomes> outcomes;
        try (AutoCloseable running = attack.begin(target.url(), attackers)) {
            outcomes = honest.run(seconds, rate, Map.of(HonestCallers.COMMANDS, honest.commands()));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        ProcessMeters after = awaitQuiet();
        lines.add(row(attack, outcomes, before, after));
        outcomes.forEach((kind, of) -> check(attack.name() + ", " + kind, kind, of, problems));
        if (!after.isQuiet()) {
            problems.add(attack.name() + " left behind: " + after);
        }
    }

    private ProcessMeters awaitQuiet() throws IOException {
        Backoff backoff = new Backoff();
        long end = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        ProcessMeters now = ProcessMeters.read(target.url());
        while (!now.isQuiet() && System.nanoTime() - end < 0) {
            backoff.await(POLL_INTERVAL);
            now = ProcessMeters.read(target.url());
        }
        return now;
    }

    private void check(String what, String kind, Outcomes of, List<String> problems) {
        Stats accepted = of.accepted();
        if (!of.failures().isEmpty()) {
            problems.add(what + ": failed " + of.failures());
        }
        if (kind.equals(HonestCallers.COMMANDS)) {
            double slowest = Math.max(accepted.maxMillis(), of.later().maxMillis());
            if (slowest > deadlineMillis) {
                problems.add(what + ": one was answered after " + (long) slowest + " ms");
            }
        } else if (accepted.accepted() == 0 || of.later().refused() > 0 || accepted.p99Millis() > maxP99Millis) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s: %d answered with p99 of %.1f ms, %d told to come again",
                    what,
                    accepted.accepted(),
                    accepted.p99Millis(),
                    of.later().refused()));
        }
    }

    private static String row(
            Attack attack, Map<String, Outcomes> outcomes, ProcessMeters before, ProcessMeters after) {
        Outcomes commands = of(outcomes, HonestCallers.COMMANDS);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.1f ms | %d | %d | %.0f ms | %.0f → %.0f | %.0f → %.0f |",
                attack.name(),
                of(outcomes, HonestCallers.PAGES).accepted().p99Millis(),
                of(outcomes, HonestCallers.LISTS).accepted().p99Millis(),
                of(outcomes, HonestCallers.LIVENESS).accepted().p99Millis(),
                commands.accepted().accepted(),
                commands.later().refused(),
                Math.max(commands.accepted().maxMillis(), commands.later().maxMillis()),
                before.heapMegabytes(),
                after.heapMegabytes(),
                before.threads(),
                after.threads());
    }

    private static Outcomes of(Map<String, Outcomes> outcomes, String kind) {
        return Objects.requireNonNull(outcomes.get(kind));
    }
}
