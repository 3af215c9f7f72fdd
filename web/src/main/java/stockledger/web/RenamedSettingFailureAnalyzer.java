package stockledger.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the sentence without the stack trace. */
final class RenamedSettingFailureAnalyzer extends AbstractFailureAnalyzer<RenamedSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RenamedSettingException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
