package stockledger.trials.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * Latencies of answers about one SKU.
 *
 * @param version of its stock: the number of its events less one
 * @param differences sums that are wrong
 */
record LongHistoryReport(
        String at,
        String url,
        Machine machine,
        String sku,
        long version,
        List<Kind> kinds,
        List<Objective> objectives,
        List<String> differences)
        implements TrialReport {

    /** One kind of request. */
    record Kind(String name, Stats stats) {}

    @Override
    public boolean clean() {
        return differences.isEmpty() && objectives.stream().allMatch(Objective::isMet);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(sku + ": stock at version " + version);
        lines.add("| answer | requests | p50 ms | p99 ms | max ms |");
        lines.add("|---|---|---|---|---|");
        for (Kind kind : kinds) {
            Stats stats = kind.stats();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %.2f |",
                    kind.name(),
                    stats.accepted(),
                    stats.p50Millis(),
                    stats.p99Millis(),
                    stats.maxMillis()));
        }
        lines.add("");
        Objective.table(lines, objectives);
        lines.addAll(differences);
        return lines;
    }
}
