package stockledger.trials.client;

import java.time.Duration;

/**
 * How long the shop retries before it gives up on the service.
 *
 * @param retryTimeout from a request's first attempt to the last moment of a retry
 * @param initialBackoff before the first retry; doubled before each further one
 * @param maxBackoff between two attempts, whatever the service requests in {@code Retry-After}
 * @param responseTimeout for one attempt, connecting included
 * @param lookUpTimeout how long a movement may take to show in the ledger before it counts as not done
 */
public record RetryPolicy(
        Duration retryTimeout,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration responseTimeout,
        Duration lookUpTimeout) {

    public static final RetryPolicy DEFAULT = of(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(10));

    public RetryPolicy {
        requirePositive(retryTimeout, "retryTimeout");
        requirePositive(initialBackoff, "initialBackoff");
        requirePositive(maxBackoff, "maxBackoff");
        requirePositive(responseTimeout, "responseTimeout");
        requirePositive(lookUpTimeout, "lookUpTimeout");
    }

    /** With backoffs from 100 ms to 2 s. */
    public static RetryPolicy of(Duration retryTimeout, Duration responseTimeout, Duration lookUpTimeout) {
        return new RetryPolicy(
                retryTimeout, Duration.ofMillis(100), Duration.ofSeconds(2), responseTimeout, lookUpTimeout);
    }

    /** The backoff before a retry; random jitter takes off up to half, so that workers do not retry in step. */
    Duration backoff(int retry, Duration retryAfter, double jitter) {
        long doubled = initialBackoff.toMillis() << Math.min(retry - 1, 16);
        long millis = Math.max(Math.round(doubled * (1 - jitter / 2)), retryAfter.toMillis());
        return Duration.ofMillis(Math.min(millis, maxBackoff.toMillis()));
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero");
        }
    }
}
