package stockledger.events.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the sentence without the stack trace. */
final class StandbyEventStoreFailureAnalyzer extends AbstractFailureAnalyzer<StandbyEventStoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StandbyEventStoreException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
