package stockledger.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Logs the reason of a failed start in one line. */
final class FailureReporter implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        String text = analysis.getDescription() + (action == null ? "" : " " + action);
        LOG.error("Stockledger did not start: {}", text.replaceAll("\\s+", " ").strip());
    }
}
