package stockledger.trials.reads;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one kind of question was worth for a while. Latencies count from when a question was due to be sent, so that one
 * that had to wait for a free connection has waited.
 *
 * @param asked due within the time that counts
 * @param answered as they must be
 * @param unsent due, but never sent, since no connection became free in time; they count with the time they waited
 * @param perSecond answers heard within the time that counts
 * @param bytesEach of an answer's body
 * @param failures what came instead of an answer, and how often
 */
record Measured(
        long asked,
        long answered,
        long unsent,
        double seconds,
        double perSecond,
        double p50Millis,
        double p90Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis,
        double bytesEach,
        Map<String, Long> failures) {

    /** The same, with what went wrong of changes that went on meanwhile. */
    Measured and(Measured changes) {
        Map<String, Long> all = new TreeMap<>(failures);
        changes.failures().forEach((why, many) -> all.merge("change: " + why, many, Long::sum));
        return new Measured(
                asked,
                answered,
                unsent,
                seconds,
                perSecond,
                p50Millis,
                p90Millis,
                p99Millis,
                p999Millis,
                maxMillis,
                bytesEach,
                all);
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
