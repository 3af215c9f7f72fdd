package stockledger.web.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the sentence without the stack trace. */
final class InsecureStartAnalyzer extends AbstractFailureAnalyzer<InsecureStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InsecureStartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
