package stockledger.trials.client;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts requests and their latencies, for any number of threads. Times are those of {@link System#nanoTime()}. */
public final class StatsRecorder implements ResultListener {

    /** Longer latencies are counted as this. */
    private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new Histogram(MAX_MICROS, 3);
    private final TreeMap<String, Long> failures = new TreeMap<>();
    private final boolean windowed;
    private long fromNanos;
    private long endNanos;
    private boolean started;
    private long accepted;
    private long refused;
    private long errors;
    private long unsent;
    private long bytes;
    private long completed;

    /** Counts everything; the measured time is that from the first request sent to the last response. */
    public StatsRecorder() {
        this.windowed = false;
    }

    /** Counts requests due in a window; throughput is that of the responses received in it. */
    public StatsRecorder(long fromNanos, long endNanos) {
        this.windowed = true;
        this.fromNanos = fromNanos;
        this.endNanos = endNanos;
    }

    @Override
    public synchronized void accepted(long dueNanos, long receivedNanos, int bodyLength) {
        if (completed(dueNanos, receivedNanos)) {
            accepted++;
            bytes += bodyLength;
            latency(receivedNanos - dueNanos);
        }
    }

    public synchronized void refused(long dueNanos, long receivedNanos) {
        if (completed(dueNanos, receivedNanos)) {
            refused++;
            latency(receivedNanos - dueNanos);
        }
    }

    /** An error counts whenever it occurs, also outside of the window. */
    @Override
    public synchronized void failed(long dueNanos, long nowNanos, String reason) {
        extend(dueNanos, nowNanos);
        failed(reason);
        latency(nowNanos - dueNanos);
    }

    /** An error without a meaningful latency. */
    public synchronized void failed(String reason) {
        errors++;
        failures.merge(reason, 1L, Long::sum);
    }

    @Override
    public synchronized void unsent(long dueNanos, long nowNanos) {
        if (isCounted(dueNanos)) {
            unsent++;
            latency(nowNanos - dueNanos);
        }
    }

    /** Accepted, but without a response whose latency could be measured. */
    synchronized void acceptedWithoutResponse() {
        accepted++;
    }

    private boolean completed(long dueNanos, long receivedNanos) {
        extend(dueNanos, receivedNanos);
        if (isCounted(receivedNanos)) {
            completed++;
        }
        return isCounted(dueNanos);
    }

    private void extend(long sentNanos, long receivedNanos) {
        if (!windowed) {
            fromNanos = !started || sentNanos - fromNanos < 0 ? sentNanos : fromNanos;
            endNanos = !started || receivedNanos - endNanos > 0 ? receivedNanos : endNanos;
            started = true;
        }
    }

    private boolean isCounted(long nanos) {
        return !windowed || nanos - fromNanos >= 0 && nanos - endNanos < 0;
    }

    private void latency(long nanos) {
        micros.recordValue(Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), MAX_MICROS)));
    }

    public synchronized Stats stats() {
        double seconds = (endNanos - fromNanos) / 1e9;
        return new Stats(
                accepted,
                refused,
                errors,
                unsent,
                seconds,
                seconds > 0 ? completed / seconds : 0,
                millisAt(50),
                millisAt(90),
                millisAt(95),
                millisAt(99),
                millisAt(99.9),
                micros.getMaxValue() / 1e3,
                accepted == 0 ? 0 : (double) bytes / accepted,
                new TreeMap<>(failures));
    }

    private double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
