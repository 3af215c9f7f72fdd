package stockledger.trials.acceptance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.KindStats;
import stockledger.trials.client.RequestKind;

/**
 * All that a run found out; its fields are those of the JSON report.
 *
 * @param seconds from the first request to the last answer
 * @param checked null when the run ended before the check
 * @param failure why the run ended early, null when it did not
 */
record DayReport(
        String file,
        String url,
        String run,
        int concurrency,
        boolean verifyOnly,
        int playedRows,
        List<DirtyRow> dirtyRows,
        double seconds,
        List<KindStats> requests,
        FinalCheck.@Nullable Result checked,
        @Nullable String failure,
        int exitCode) {

    /** No request refused, no error, and no difference. */
    static boolean isClean(List<KindStats> requests, FinalCheck.Result checked) {
        return checked.differences().isEmpty() && requests.stream().allMatch(DayReport::isClean);
    }

    private static boolean isClean(KindStats line) {
        // A look-up may rightly be told that the SKU has no ledger yet.
        boolean refusalsAreFine = line.kind().equals(RequestKind.LOOK_UP.label());
        return line.stats().errors() == 0 && (line.stats().refused() == 0 || refusalsAreFine);
    }
}
