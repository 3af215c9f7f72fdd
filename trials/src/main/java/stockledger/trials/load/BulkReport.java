package stockledger.trials.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import stockledger.trials.cli.TrialReport;

/**
 * The result of a bulk load.
 *
 * @param whole whether the job was watched from its start; else seconds and rows per second are those of watching
 * @param secondsBehind from the end of the job until availability showed every receipt
 * @param job the job's last state
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
        double secondsBehind,
        JsonNode job,
        List<BaselineResult> baselines,
        List<String> differences)
        implements TrialReport {

    @Override
    public boolean clean() {
        return differences.isEmpty();
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(SaleReport.text(
                "bulk-load at %s, run %s, job %s: %d rows for %d SKUs in %.1f s%s, %.0f rows per s",
                url, run, jobId, rows, skus, seconds, whole ? "" : " of watching", rowsPerSecond));
        lines.add(SaleReport.text("The read models showed all of them %.1f s later", secondsBehind));
        baselines.forEach(result -> lines.add(SaleReport.text(
                "%s: %.0f per s, ratio %s", result.name(), result.timing().perSecond(), result.ratioText())));
        lines.add(SaleReport.text(
                "Checked %d SKUs: %s",
                skus, differences.isEmpty() ? "no difference" : "DIFFERENCES: " + differences.size()));
        SaleReport.list(lines, differences);
        return lines;
    }
}
