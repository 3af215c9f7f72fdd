package stockledger.trials.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The service gave no answer to a request for as long as patience lasts: the run cannot go on. */
public final class Unreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreachable(Call call, Patience patience, @Nullable IOException last) {
        super(call + " got no answer for " + patience.retryFor().toSeconds() + " s, last: " + last, last);
    }
}
