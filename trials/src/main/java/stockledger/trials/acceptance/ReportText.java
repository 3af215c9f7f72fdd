package stockledger.trials.acceptance;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import stockledger.trials.client.KindStats;

/** Prints a report as text: invalid rows, request statistics and differences. */
final class ReportText {

    private static final int MAX_LISTED = 50;

    private final PrintWriter out;

    ReportText(PrintWriter out) {
        this.out = out;
    }

    void print(DayReport report) {
        long skipped =
                report.invalidRows().stream().filter(row -> !row.replayed()).count();
        out.printf(
                Locale.ROOT,
                "%nShop day %s at %s, run %s, %d in flight%n",
                report.file(),
                report.url(),
                report.run(),
                report.concurrency());
        out.printf(
                Locale.ROOT,
                "%d rows are replayed (%d of them with a defect), %d are skipped%n",
                report.replayedRows(),
                report.invalidRows().size() - skipped,
                skipped);
        list(report.invalidRows());
        out.println();
        out.print(table(report.requests()));
        out.printf(Locale.ROOT, "%.1f s in all%n%n", report.seconds());
        printResult(report);
        out.flush();
    }

    private void printResult(DayReport report) {
        if (report.failure() != null) {
            out.println("ABORTED: " + report.failure());
        }
        FinalCheck.Result checked = report.checked();
        if (checked == null) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "Checked %d SKUs, %d movements and %d orders: ",
                checked.skus(),
                checked.movements(),
                checked.orders());
        int differences = checked.differences().size();
        out.println(
                switch (differences) {
                    case 0 -> "no difference";
                    case 1 -> "1 DIFFERENCE";
                    default -> differences + " DIFFERENCES";
                });
        list(checked.differences());
        if (differences == 0 && report.exitCode() != 0) {
            out.println("But requests were refused or failed, see the table");
        }
    }

    private void list(List<?> items) {
        items.stream().limit(MAX_LISTED).forEach(item -> out.println("  " + item));
        if (items.size() > MAX_LISTED) {
            out.println("  and " + (items.size() - MAX_LISTED) + " more");
        }
    }

    static TextTable table(List<KindStats> requests) {
        TextTable table = new TextTable(
                "requests",
                "accepted",
                "refused",
                "errors",
                "retries",
                "per s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms");
        for (KindStats line : requests) {
            table.row(
                    line.kind(),
                    line.stats().accepted(),
                    line.stats().refused(),
                    line.stats().errors(),
                    line.retries(),
                    line.stats().perSecond(),
                    line.stats().p50Millis(),
                    line.stats().p95Millis(),
                    line.stats().p99Millis(),
                    line.stats().maxMillis());
        }
        table.row(
                "total",
                requests.stream().mapToLong(line -> line.stats().accepted()).sum(),
                requests.stream().mapToLong(line -> line.stats().refused()).sum(),
                requests.stream().mapToLong(line -> line.stats().errors()).sum(),
                requests.stream().mapToLong(KindStats::retries).sum());
        return table;
    }
}
