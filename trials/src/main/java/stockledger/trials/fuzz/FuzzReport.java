package stockledger.trials.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stockledger.trials.cli.TrialReport;

/**
 * The responses to random requests.
 *
 * @param byStatus number of responses by status
 * @param violations the first responses that are not as they must be, with their requests
 * @param violated number of such responses
 * @param stackTraces lines of stack traces that were added to the log
 */
record FuzzReport(
        long seed,
        int requests,
        Map<Integer, Integer> byStatus,
        List<String> violations,
        int violated,
        long stackTraces)
        implements TrialReport {

    @Override
    public boolean clean() {
        return violated == 0 && stackTraces == 0;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(requests + " requests of seed " + seed + ", responses by status: " + byStatus);
        lines.addAll(violations);
        lines.add(
                violated + " responses are not as they must be, " + stackTraces + " lines of stack traces in the log");
        lines.add(clean() ? "clean" : "NOT clean");
        return lines;
    }
}
