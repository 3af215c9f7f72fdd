package stockledger.trials.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The figures of one kind of request. A request counts once, whatever number of attempts it took; its latency is that of
 * the answered attempt.
 *
 * @param retries attempts beyond the first
 */
public record KindStats(
        String kind, long retries, @JsonUnwrapped Stats stats) {}
