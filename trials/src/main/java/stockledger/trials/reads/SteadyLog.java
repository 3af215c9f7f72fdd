package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of one kind of question, altogether and second by second. Times count from when each was due. */
final class SteadyLog {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final String kind;
    private final long startNanos;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final TreeMap<String, Long> failures = new TreeMap<>();
    private final TreeMap<Long, Second> seconds = new TreeMap<>();
    private long answered;

    SteadyLog(String kind, long startNanos) {
        this.kind = kind;
        this.startNanos = startNanos;
    }

    /** What was due in one second. */
    private static final class Second {
        private long answered;
        private long failed;
        private long worstMicros;
    }

    void answered(long dueNanos, long nowNanos) {
        answered++;
        Second second = took(dueNanos, nowNanos);
        second.answered++;
    }

    void failed(long dueNanos, long nowNanos, String why) {
        failures.merge(why, 1L, Long::sum);
        Second second = took(dueNanos, nowNanos);
        second.failed++;
    }

    private Second took(long dueNanos, long nowNanos) {
        long took = Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nowNanos - dueNanos), LONGEST_MICROS));
        micros.recordValue(took);
        Second second =
                seconds.computeIfAbsent(TimeUnit.NANOSECONDS.toSeconds(dueNanos - startNanos), number -> new Second());
        second.worstMicros = Math.max(second.worstMicros, took);
        return second;
    }

    long answered() {
        return answered;
    }

    Map<String, Long> failures() {
        return failures;
    }

    double p99Millis() {
        return micros.getValueAtPercentile(99) / 1e3;
    }

    /** One line for all, and one for each second in which something failed or took long. */
    List<String> lines(double longMillis) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-14s answered %8d   p50 %8.2f ms   p99 %8.2f ms   longest %8.2f ms   else: %s",
                kind,
                answered,
                micros.getValueAtPercentile(50) / 1e3,
                p99Millis(),
                micros.getMaxValue() / 1e3,
                failures.isEmpty() ? "nothing" : failures));
        seconds.forEach((number, second) -> {
            if (second.failed > 0 || second.worstMicros > longMillis * 1e3) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  second %4d: answered %6d, else %6d, longest %8.2f ms",
                        number,
                        second.answered,
                        second.failed,
                        second.worstMicros / 1e3));
            }
        });
        return lines;
    }
}
