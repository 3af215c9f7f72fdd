package stockledger.trials.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of some requests.
 *
 * @param accepted answered as requested
 * @param refused answered with an expected refusal
 * @param errors answered otherwise, or not at all
 * @param unsent due, but never sent because no connection was free in time; the wait counts as latency
 * @param seconds of the measured window, or from the first request sent to the last response
 * @param perSecond accepted and refused in that time
 * @param bytesEach mean length of an accepted response's body
 * @param failures errors by reason
 */
public record Stats(
        long accepted,
        long refused,
        long errors,
        long unsent,
        double seconds,
        double perSecond,
        double p50Millis,
        double p90Millis,
        double p95Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis,
        double bytesEach,
        Map<String, Long> failures) {

    /** Requests that were due. */
    @JsonProperty
    public long due() {
        return accepted + refused + errors + unsent;
    }

    /** Requests answered as expected. */
    @JsonProperty
    public long answered() {
        return accepted + refused;
    }

    /** Adds the failures of requests that ran beside these ones. */
    public Stats withFailuresOf(String prefix, Stats other) {
        Map<String, Long> all = new TreeMap<>(failures);
        other.failures.forEach((reason, count) -> all.merge(prefix + reason, count, Long::sum));
        return new Stats(
                accepted,
                refused,
                errors,
                unsent,
                seconds,
                perSecond,
                p50Millis,
                p90Millis,
                p95Millis,
                p99Millis,
                p999Millis,
                maxMillis,
                bytesEach,
                all);
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
