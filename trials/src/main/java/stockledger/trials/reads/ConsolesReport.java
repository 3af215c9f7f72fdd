package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * What open consoles cost.
 *
 * @param coldViews first views of pages of the console before the warm-up
 * @param views after it
 * @param without rounds without open consoles
 * @param with rounds with them
 * @param streamEvents events that the consoles received
 * @param streamProblems why streams ended early
 */
record ConsolesReport(
        String at,
        Machine machine,
        int consoles,
        double pagesPerSecond,
        double changesPerSecond,
        List<View> coldViews,
        List<View> views,
        List<Stats> without,
        List<Stats> with,
        long streamEvents,
        List<String> streamProblems,
        List<Objective> objectives)
        implements TrialReport {

    private static final double MAX_VIEW_MILLIS = 100;
    private static final double MAX_VIEW_KILOBYTES = 150;

    /** How much the p99 of some seconds differs from round to round. */
    private static final double MAX_MORE_MILLIS = 1;

    /**
     * First views of a page.
     *
     * @param requests of each view
     * @param kilobytes of their bodies, compressed
     * @param firstMillis of all requests, one after the other, the first time
     * @param maxMillis the longest time, which may be the first
     */
    record View(String page, int requests, double kilobytes, double firstMillis, double p50Millis, double maxMillis) {

        private String text(String when) {
            return String.format(
                    Locale.ROOT,
                    "| %s%s | %d | %.1f | %.1f | %.1f | %.1f |",
                    page,
                    when,
                    requests,
                    kilobytes,
                    firstMillis,
                    p50Millis,
                    maxMillis);
        }
    }

    static ConsolesReport of(
            String at,
            ConsolesRun.Plan plan,
            List<View> coldViews,
            List<View> views,
            List<Stats> without,
            List<Stats> with,
            long streamEvents,
            List<String> streamProblems) {
        List<Objective> objectives = new ArrayList<>();
        objectives.add(
                Objective.atMost("first view of a page, median", max(views, View::p50Millis), "ms", MAX_VIEW_MILLIS));
        objectives.add(
                Objective.atMost("bytes of a first view", max(views, View::kilobytes), "KB", MAX_VIEW_KILOBYTES));
        objectives.add(Objective.atMost(
                "product pages with open consoles, p99, more than without",
                median(with).p99Millis() - median(without).p99Millis(),
                "ms",
                MAX_MORE_MILLIS));
        return new ConsolesReport(
                at,
                Machine.current(),
                plan.consoles(),
                plan.rate(),
                plan.changes(),
                coldViews,
                views,
                without,
                with,
                streamEvents,
                streamProblems,
                objectives);
    }

    private static @Nullable Double max(List<View> views, ToDoubleFunction<View> figure) {
        return views.isEmpty() ? null : views.stream().mapToDouble(figure).max().getAsDouble();
    }

    /** The median round by p99. */
    private static Stats median(List<Stats> rounds) {
        List<Stats> sorted =
                rounds.stream().sorted(Comparator.comparing(Stats::p99Millis)).toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public boolean clean() {
        return streamProblems.isEmpty()
                && without.stream().allMatch(stats -> stats.failed() == 0)
                && with.stream().allMatch(stats -> stats.failed() == 0)
                && objectives.stream().allMatch(Objective::isMet);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s; %d consoles, %.0f product pages and %.0f changes per s, %d"
                        + " rounds each.",
                at,
                machine.processors(),
                machine.java(),
                consoles,
                pagesPerSecond,
                changesPerSecond,
                with.size()));
        Objective.table(lines, objectives);
        Markdown.table(lines, "| first view | requests | KB | first ms | p50 ms | max ms |");
        coldViews.forEach(view -> lines.add(view.text(", before the warm-up")));
        views.forEach(view -> lines.add(view.text("")));
        Markdown.table(
                lines,
                "| product pages | p50 ms | p95 ms | p99 ms, median round | p99 ms, best and worst round | max ms |");
        lines.add(row("without consoles", without));
        lines.add(row(consoles + " open consoles", with));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%d requests failed. The consoles received %,d events.",
                without.stream().mapToLong(Stats::failed).sum()
                        + with.stream().mapToLong(Stats::failed).sum(),
                streamEvents));
        lines.addAll(streamProblems);
        return lines;
    }

    private static String row(String name, List<Stats> rounds) {
        Stats median = median(rounds);
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f–%.2f | %.2f |",
                name,
                median.p50Millis(),
                median.p95Millis(),
                median.p99Millis(),
                rounds.stream().mapToDouble(Stats::p99Millis).min().orElse(0),
                rounds.stream().mapToDouble(Stats::p99Millis).max().orElse(0),
                median.maxMillis());
    }
}
