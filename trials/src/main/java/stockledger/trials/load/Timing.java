package stockledger.trials.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How fast something went.
 *
 * @param perSecond answers, accepted and refused, from the first one asked for to the last one heard
 */
record Timing(
        long accepted,
        long refused,
        long errors,
        double seconds,
        double perSecond,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double maxMillis) {

    /** Counts answers of several threads. */
    static final class Counter {

        private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

        private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
        private long accepted;
        private long refused;
        private long errors;

        synchronized void accepted(long nanos) {
            accepted++;
            took(nanos);
        }

        synchronized void refused(long nanos) {
            refused++;
            took(nanos);
        }

        synchronized void failed() {
            errors++;
        }

        private void took(long nanos) {
            micros.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS));
        }

        synchronized Timing over(long nanos) {
            double seconds = nanos / 1e9;
            return new Timing(
                    accepted,
                    refused,
                    errors,
                    seconds,
                    (accepted + refused) / Math.max(seconds, 1e-9),
                    millisAt(50),
                    millisAt(95),
                    millisAt(99),
                    micros.getMaxValue() / 1e3);
        }

        private double millisAt(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
