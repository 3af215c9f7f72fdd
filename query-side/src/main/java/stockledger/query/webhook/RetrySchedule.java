package stockledger.query.webhook;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is repeated: after a delay that doubles up to a minute. Half of it is random, so that the lanes of a
 * receiver that comes back are not all delivered at the same moment.
 */
final class RetrySchedule {

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** The longest delay that a receiver can ask for. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

    private static final int MAX_DOUBLINGS = 10;
    private static final int MAX_DIGITS = 9;

    private RetrySchedule() {}

    /** What {@code Retry-After} asks for: seconds, or a time (RFC 9110); null when it is neither. */
    static @Nullable Duration asked(String retryAfter, Instant now) {
        if (retryAfter.matches("[0-9]+")) {
            return retryAfter.length() > MAX_DIGITS ? LONGEST_ASKED : Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        Instant at = DateUtils.parseStandardDate(retryAfter);
        return at == null ? null : Duration.between(now, at);
    }

    /**
     * The delay after a failure.
     *
     * @param failures of this delivery in a row, at least 1
     * @param asked by the receiver, as {@code Retry-After}; null when it did not ask
     * @param random from 0 to 1
     */
    static Duration delay(int failures, @Nullable Duration asked, double random) {
        long doubled = FIRST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long millis = Math.min(doubled, LONGEST.toMillis());
        Duration delay = Duration.ofMillis(millis / 2 + Math.round(millis / 2 * random));
        if (asked == null || asked.compareTo(delay) < 0) {
            return delay;
        }
        return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }
}
