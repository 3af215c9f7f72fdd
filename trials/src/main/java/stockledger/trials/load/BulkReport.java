package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What became of a delivery; its fields are those of the JSON report.
 *
 * @param whole whether it was watched from its sending on; else seconds and rows per second are those of the watching
 * @param job what the service said of the job in the end
 */
record BulkReport(
        String url,
        String run,
        String jobId,
        int rows,
        int skus,
        boolean whole,
        double seconds,
        double rowsPerSecond,
        JsonNode job,
        List<RivalLine> rivals,
        List<String> differences)
        implements TrialReport {

    private static final int MOST_LISTED = 20;

    @Override
    public boolean clean() {
        return differences.isEmpty();
    }

    @Override
    public void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nbulk-load at %s, run %s, job %s: %d rows for %d SKUs in %.1f s%s, %.0f rows per s%n",
                url,
                run,
                jobId,
                rows,
                skus,
                seconds,
                whole ? "" : " of watching",
                rowsPerSecond);
        rivals.forEach(rival -> out.printf(
                Locale.ROOT,
                "%s: %.0f per s, ratio %s%n",
                rival.name(),
                rival.timing().perSecond(),
                rival.ratioText()));
        out.printf(
                Locale.ROOT,
                "Checked %d SKUs: %s%n",
                skus,
                differences.isEmpty() ? "no difference" : "DIFFERENCES: " + differences.size());
        differences.stream().limit(MOST_LISTED).forEach(difference -> out.println("  " + difference));
        out.flush();
    }
}
