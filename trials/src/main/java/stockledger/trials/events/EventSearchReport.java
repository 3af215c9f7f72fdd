package stockledger.trials.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * Latencies of the search of events.
 *
 * @param differentValues of each field in the events that the searches take their values from
 * @param retries requests that were answered by a later attempt only
 * @param wrongPages pages that were not what was searched for
 * @param wrong the first of them
 */
record EventSearchReport(
        Setting setting,
        Map<String, Integer> differentValues,
        List<Row> rows,
        List<Objective> objectives,
        long retries,
        long wrongPages,
        List<String> wrong)
        implements TrialReport {

    static final String TABLE_HEADER = "| search | requests | events each | p50 ms | p95 ms | p99 ms | max ms |";

    /**
     * The conditions of a measurement.
     *
     * @param events in the store
     */
    record Setting(String at, String url, Machine machine, long events, int limit, int depth, long seed) {}

    /**
     * One kind of search.
     *
     * @param itemsEach events of a page
     */
    record Row(String name, double itemsEach, Stats stats) {

        private String text() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |",
                    name,
                    stats.accepted(),
                    itemsEach,
                    stats.p50Millis(),
                    stats.p95Millis(),
                    stats.p99Millis(),
                    stats.maxMillis());
        }
    }

    static EventSearchReport of(
            Setting setting,
            Map<String, Integer> differentValues,
            List<Row> rows,
            double maxMillis,
            long retries,
            long wrongPages,
            List<String> wrong) {
        List<Row> measured = rows.stream().filter(row -> row.stats.due() > 0).toList();
        Double slowest = measured.stream()
                .filter(row -> row.stats.accepted() > 0)
                .map(row -> row.stats.p99Millis())
                .max(Double::compare)
                .orElse(null);
        return new EventSearchReport(
                setting,
                differentValues,
                measured,
                List.of(Objective.atMost("a page of the slowest search, p99", slowest, "ms", maxMillis)),
                retries,
                wrongPages,
                wrong);
    }

    @Override
    public boolean clean() {
        return retries == 0
                && wrongPages == 0
                && failed() == 0
                && objectives.stream().allMatch(Objective::isMet);
    }

    private long failed() {
        return rows.stream().mapToLong(row -> row.stats.failed()).sum();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s; %,d events, pages of %d, followed for %d pages.",
                setting.at,
                setting.machine.processors(),
                setting.machine.java(),
                setting.events,
                setting.limit,
                setting.depth));
        Objective.table(lines, objectives);
        Markdown.table(lines, TABLE_HEADER);
        rows.forEach(row -> lines.add(row.text()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%d requests failed, %d were retried, %d pages were wrong.",
                failed(),
                retries,
                wrongPages));
        lines.addAll(wrong);
        return lines;
    }
}
