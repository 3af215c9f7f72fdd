package stockledger.trials.reads;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts answers and how long they took, of what was due between two moments. */
final class Times {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final TreeMap<String, Long> failures = new TreeMap<>();
    private final long fromNanos;
    private final long endNanos;
    private long asked;
    private long answered;
    private long heardInTime;
    private long unsent;
    private long bytes;

    Times(long fromNanos, long endNanos) {
        this.fromNanos = fromNanos;
        this.endNanos = endNanos;
    }

    /** An answer as it must be. */
    void answered(long dueNanos, long nowNanos, int length) {
        if (nowNanos - fromNanos >= 0 && nowNanos - endNanos < 0) {
            heardInTime++;
        }
        if (counts(dueNanos)) {
            asked++;
            answered++;
            bytes += length;
            took(nowNanos - dueNanos);
        }
    }

    /** Anything else: a failure is one whenever it happens. */
    void failed(long dueNanos, long nowNanos, String why) {
        asked++;
        failures.merge(why, 1L, Long::sum);
        took(nowNanos - dueNanos);
    }

    void unsent(long dueNanos, long nowNanos) {
        if (counts(dueNanos)) {
            asked++;
            unsent++;
            took(nowNanos - dueNanos);
        }
    }

    private boolean counts(long dueNanos) {
        return dueNanos - fromNanos >= 0 && dueNanos - endNanos < 0;
    }

    private void took(long nanos) {
        micros.recordValue(Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS)));
    }

    Measured measured() {
        double seconds = (endNanos - fromNanos) / 1e9;
        return new Measured(
                asked,
                answered,
                unsent,
                seconds,
                heardInTime / Math.max(seconds, 1e-9),
                millisAt(50),
                millisAt(90),
                millisAt(99),
                millisAt(99.9),
                micros.getMaxValue() / 1e3,
                answered == 0 ? 0 : (double) bytes / answered,
                failures);
    }

    private double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
