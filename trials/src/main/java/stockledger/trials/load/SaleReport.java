package stockledger.trials.load;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run found out; its fields are those of the JSON report.
 *
 * @param warmUp requests before the sale, which are not counted
 * @param sold units that had to be sold
 * @param acceptedPerSecond until the last unit was sold
 * @param rivals the plain database, in the same run on the same server; empty when none was named
 * @param failures requests that were neither accepted nor refused, by what came instead
 * @param differences what is otherwise than it must be
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
        @Nullable Timing service,
        double acceptedPerSecond,
        List<RivalLine> rivals,
        List<String> failures,
        List<String> differences)
        implements TrialReport {

    @Override
    public boolean clean() {
        return service != null && service.errors() == 0 && differences.isEmpty();
    }

    @Override
    public void print(PrintWriter out) {
        SaleText.print(this, out);
    }
}
