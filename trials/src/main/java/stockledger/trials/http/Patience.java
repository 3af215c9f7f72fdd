package stockledger.trials.http;

import java.time.Duration;

/**
 * How long the shop waits before it gives up on the service.
 *
 * @param retryFor from a request's first attempt to the last moment at which it may be repeated
 * @param firstPause before the first repeat; doubled before each further one
 * @param longestPause between two attempts, whatever the service asks for in {@code Retry-After}
 * @param answerWithin for one attempt, connecting included
 * @param lookUpFor how long a movement may take to show in the ledger before it counts as not done
 */
public record Patience(
        Duration retryFor, Duration firstPause, Duration longestPause, Duration answerWithin, Duration lookUpFor) {

    public Patience {
        requirePositive(retryFor, "retryFor");
        requirePositive(firstPause, "firstPause");
        requirePositive(longestPause, "longestPause");
        requirePositive(answerWithin, "answerWithin");
        requirePositive(lookUpFor, "lookUpFor");
    }

    /** The pause before a repeat, with up to half of it taken off at random so that workers do not come back together. */
    Duration pauseBefore(int repeat, Duration asked, double jitter) {
        long doubled = firstPause.toMillis() << Math.min(repeat - 1, 16);
        long wanted = Math.max(Math.round(doubled * (1 - jitter / 2)), asked.toMillis());
        return Duration.ofMillis(Math.min(wanted, longestPause.toMillis()));
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero");
        }
    }
}
