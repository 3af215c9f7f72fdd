package stockledger.trials.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * The result of a sale.
 *
 * @param warmUp requests before the sale, which are not counted
 * @param sold units that had to be sold
 * @param acceptedPerSecond until the last unit was sold
 * @param baselines the plain database, in the same run on the same server; empty without a baseline
 * @param failures requests that were neither accepted nor refused, by reason
 */
record SaleReport(
        String trial,
        String url,
        int clients,
        int requests,
        int skus,
        long stockEach,
        int warmUp,
        long sold,
        Stats service,
        double acceptedPerSecond,
        List<BaselineResult> baselines,
        List<String> failures,
        List<String> differences)
        implements TrialReport {

    private static final int MAX_LISTED = 20;

    @Override
    public boolean clean() {
        return service.errors() == 0 && differences.isEmpty();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(text(
                "%s at %s: %d clients, %d requests for %d SKU%s with %d units each, after %d to warm up",
                trial, url, clients, requests, skus, skus == 1 ? "" : "s", stockEach, warmUp));
        lines.add("");
        lines.add(text(
                "%-30s %9s %9s %7s %9s %8s %8s %8s %7s",
                "", "accepted", "refused", "errors", "per s", "p50 ms", "p95 ms", "p99 ms", "ratio"));
        lines.add(row("the service over HTTP", service, ""));
        baselines.forEach(result -> lines.add(row(result.name(), result.timing(), result.ratioText())));
        lines.add("");
        lines.add(text("Until the last unit was sold: %.0f accepted per s", acceptedPerSecond));
        list(lines, failures);
        lines.add(text(
                "Checked %d SKUs, %d units to be sold: %s",
                skus, sold, differences.isEmpty() ? "no difference" : "DIFFERENCES"));
        list(lines, differences);
        return lines;
    }

    private static String row(String name, Stats stats, String ratio) {
        return text(
                "%-30s %9d %9d %7d %9.0f %8.1f %8.1f %8.1f %7s",
                name,
                stats.accepted(),
                stats.refused(),
                stats.errors(),
                stats.perSecond(),
                stats.p50Millis(),
                stats.p95Millis(),
                stats.p99Millis(),
                ratio);
    }

    static void list(List<String> lines, List<String> items) {
        items.stream().limit(MAX_LISTED).forEach(item -> lines.add("  " + item));
        if (items.size() > MAX_LISTED) {
            lines.add("  and " + (items.size() - MAX_LISTED) + " more");
        }
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
