package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * How soon changes were visible.
 *
 * @param acknowledged from a change's due time to its acknowledgement
 * @param visible from the acknowledgement to the end of the first response without a token that shows the change
 * @param withToken requests with the change's token, sent at once
 * @param notYetVisible of these, those that were answered 503 {@code not-yet-visible}
 * @param stale of these, responses that did not show the change
 * @param pages page requests in all
 */
record FreshnessReport(
        String at,
        String commandUrl,
        String queryUrl,
        Machine machine,
        double changesPerSecond,
        double pauseMillis,
        Stats acknowledged,
        Stats visible,
        Stats withToken,
        long notYetVisible,
        List<String> stale,
        long pages,
        List<Objective> objectives)
        implements TrialReport {

    static final String TABLE_HEADER = "| freshness | count | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms |";

    @Override
    public boolean clean() {
        return objectives.stream().allMatch(Objective::isMet)
                && acknowledged.failed() + visible.failed() + withToken.failed() + notYetVisible == 0;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s, %s; %.0f changes per s for %.0f s, pages read every %.0f ms.",
                at,
                machine.processors(),
                machine.java(),
                commandUrl.equals(queryUrl) ? "one address for both sides" : "sides with separate addresses",
                changesPerSecond,
                visible.seconds(),
                pauseMillis));
        Objective.table(lines, objectives);
        Markdown.table(lines, TABLE_HEADER);
        lines.add(row("change to acknowledgement", acknowledged));
        lines.add(row("acknowledgement to visible page", visible));
        lines.add(row("page requested with the token", withToken));
        lines.add("");
        lines.add(notYetVisible + " requests with a token were answered 503. "
                + (stale.isEmpty() ? "No response was older than its token." : "STALE: " + stale));
        failures(lines, "changes", acknowledged);
        failures(lines, "pages", visible);
        failures(lines, "pages with a token", withToken);
        return lines;
    }

    private static String row(String name, Stats stats) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |",
                name,
                stats.answered(),
                stats.p50Millis(),
                stats.p90Millis(),
                stats.p99Millis(),
                stats.p999Millis(),
                stats.maxMillis());
    }

    private static void failures(List<String> lines, String name, Stats stats) {
        stats.failures().forEach((reason, count) -> lines.add("FAILED: " + name + ": " + count + " × " + reason + "."));
    }
}
