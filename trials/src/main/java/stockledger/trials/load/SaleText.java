package stockledger.trials.load;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Writes a report for a person. */
final class SaleText {

    private static final int MOST_LISTED = 20;

    private SaleText() {}

    static void print(SaleReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s at %s: %d customers, %d requests for %d SKU%s with %d units each, after %d to warm up%n%n",
                report.trial(),
                report.url(),
                report.clients(),
                report.requests(),
                report.skus(),
                report.skus() == 1 ? "" : "s",
                report.stockEach(),
                report.warmUp());
        String head = "%-30s %9s %9s %7s %9s %8s %8s %8s %7s%n";
        out.printf(head, "", "accepted", "refused", "errors", "per s", "p50 ms", "p95 ms", "p99 ms", "ratio");
        Timing service = report.service();
        if (service != null) {
            line(out, "the service over HTTP", service, "");
        }
        report.rivals().forEach(rival -> line(out, rival.name(), rival.timing(), rival.ratioText()));
        out.printf(Locale.ROOT, "%nUntil the last unit was sold: %.0f accepted per s%n", report.acceptedPerSecond());
        list(out, report.failures());
        out.printf(
                Locale.ROOT,
                "Checked %d SKUs, %d units to be sold: %s%n",
                report.skus(),
                report.sold(),
                report.differences().isEmpty() ? "no difference" : "DIFFERENCES");
        list(out, report.differences());
        out.flush();
    }

    private static void line(PrintWriter out, String name, Timing timing, String ratio) {
        out.printf(
                Locale.ROOT,
                "%-30s %9d %9d %7d %9.0f %8.1f %8.1f %8.1f %7s%n",
                name,
                timing.accepted(),
                timing.refused(),
                timing.errors(),
                timing.perSecond(),
                timing.p50Millis(),
                timing.p95Millis(),
                timing.p99Millis(),
                ratio);
    }

    private static void list(PrintWriter out, List<String> items) {
        items.stream().limit(MOST_LISTED).forEach(item -> out.println("  " + item));
        if (items.size() > MOST_LISTED) {
            out.println("  and " + (items.size() - MOST_LISTED) + " more");
        }
    }
}
