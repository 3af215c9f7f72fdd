package stockledger.trials.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * What arrived, and what deliveries cost commands.
 *
 * @param fixed turns at a fixed rate
 * @param full turns at full speed
 */
record WebhooksReport(Setting setting, Faults faults, List<Turn> fixed, List<Turn> full, List<Objective> objectives)
        implements TrialReport {

    static final String TABLE_HEADER = "| receipts | webhooks | deliveries/s | receipts/s | p50 ms | p95 ms | p99 ms |";

    /** The conditions of a run. */
    record Setting(
            String at,
            String url,
            Machine machine,
            int skus,
            int rate,
            int webhooks,
            int fullSpeedWebhooks,
            int rounds,
            int seconds) {}

    /**
     * Deliveries to a receiver that fails every third call, is slow and is killed twice.
     *
     * @param failedCommands receipts that were not answered as expected
     * @param events that should arrive
     * @param missing of them
     * @param repetitions events that arrived again
     * @param requests to the receiver
     * @param seconds from the last receipt until all had arrived
     * @param wrong events out of order, or with a wrong signature
     */
    record Faults(
            long failedCommands,
            long events,
            long missing,
            long repetitions,
            long requests,
            double seconds,
            List<String> wrong) {}

    /** Receipts with a number of webhooks. */
    record Turn(int webhooks, double deliveriesPerSecond, Stats stats) {

        private String text(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %,.0f | %.2f | %.2f | %.2f |",
                    name,
                    webhooks,
                    deliveriesPerSecond,
                    stats.perSecond(),
                    stats.p50Millis(),
                    stats.p95Millis(),
                    stats.p99Millis());
        }
    }

    static WebhooksReport of(Setting setting, Faults faults, List<Turn> fixed, List<Turn> full, double maxSlowdown) {
        double limit = 1 + maxSlowdown / 100;
        List<Objective> objectives = List.of(
                Objective.atMost("events that did not arrive", (double) faults.missing(), "events", 0),
                Objective.atMost(
                        "events out of order or wrongly signed",
                        (double) faults.wrong().size(),
                        "events",
                        0),
                Objective.atMost(
                        "p50 of receipts at a fixed rate, with webhooks ÷ without",
                        ratio(fixed, turn -> turn.stats().p50Millis()),
                        "",
                        limit),
                Objective.atMost(
                        "time of a receipt at full speed, with webhooks ÷ without",
                        ratio(full, turn -> 1 / turn.stats().perSecond()),
                        "",
                        limit));
        return new WebhooksReport(setting, faults, fixed, full, objectives);
    }

    private static double ratio(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return median(turns.stream().filter(turn -> turn.webhooks() > 0).toList(), figure)
                / median(turns.stream().filter(turn -> turn.webhooks() == 0).toList(), figure);
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Override
    public boolean clean() {
        return faults.failedCommands() == 0
                && failed(fixed) == 0
                && failed(full) == 0
                && objectives.stream().allMatch(Objective::isMet);
    }

    private static long failed(List<Turn> turns) {
        return turns.stream().mapToLong(turn -> turn.stats().failed()).sum();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, the receiver included, %s; %,d SKUs, turns of %d s.",
                setting.at,
                setting.machine.processors(),
                setting.machine.java(),
                setting.skus,
                setting.seconds));
        Objective.table(lines, objectives);
        Markdown.table(lines, TABLE_HEADER);
        fixed.forEach(turn -> lines.add(turn.text(setting.rate + "/s")));
        full.forEach(turn -> lines.add(turn.text("full speed")));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "A receiver that failed every third call, answered every twentieth after 300 ms and was killed twice"
                        + " got %,d of %,d events in %,d requests, the last %.1f s after the last receipt; %,d were"
                        + " repetitions.",
                faults.events - faults.missing,
                faults.events,
                faults.requests,
                faults.seconds,
                faults.repetitions));
        lines.add(String.format(
                Locale.ROOT, "%d receipts failed.", faults.failedCommands + failed(fixed) + failed(full)));
        lines.addAll(faults.wrong);
        return lines;
    }
}
