package stockledger.trials.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The service answered no attempt of a request within the retry timeout: the run cannot go on. */
public final class Unreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreachable(Call call, RetryPolicy policy, @Nullable IOException last) {
        super(call + " got no answer for " + policy.retryTimeout().toSeconds() + " s, last: " + last, last);
    }
}
