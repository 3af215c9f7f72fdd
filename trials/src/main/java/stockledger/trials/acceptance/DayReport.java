package stockledger.trials.acceptance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.cli.ExitCode;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.KindStats;
import stockledger.trials.client.RequestKind;

/**
 * The result of a run; its components are the fields of the JSON report.
 *
 * @param seconds from the first request to the last response
 * @param checked null when the run was aborted before the check
 * @param failure why the run was aborted, null when it was not
 */
record DayReport(
        String file,
        String url,
        String run,
        int concurrency,
        boolean verifyOnly,
        int replayedRows,
        List<InvalidRow> invalidRows,
        double seconds,
        List<KindStats> requests,
        FinalCheck.@Nullable Result checked,
        @Nullable String failure,
        int exitCode)
        implements TrialReport {

    @Override
    public boolean clean() {
        return exitCode == ExitCode.CLEAN;
    }

    @Override
    public List<String> lines() {
        StringWriter text = new StringWriter();
        new ReportText(new PrintWriter(text)).print(this);
        return text.toString().lines().toList();
    }

    /** Whether no request was refused or failed, and nothing differs. */
    static boolean isClean(List<KindStats> requests, FinalCheck.Result checked) {
        return checked.differences().isEmpty() && requests.stream().allMatch(DayReport::isClean);
    }

    private static boolean isClean(KindStats line) {
        // A look-up is refused while the SKU has no ledger yet.
        boolean refusalsAllowed = line.kind().equals(RequestKind.LOOK_UP.label());
        return line.stats().errors() == 0 && (line.stats().refused() == 0 || refusalsAllowed);
    }
}
