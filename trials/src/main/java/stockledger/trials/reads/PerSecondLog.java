package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import stockledger.trials.client.ResultListener;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** The results of one kind of request, in total and by the second in which each was due. */
final class PerSecondLog implements ResultListener {

    private final String kind;
    private final long startNanos;
    private final StatsRecorder total = new StatsRecorder();
    private final TreeMap<Long, Second> seconds = new TreeMap<>();

    PerSecondLog(String kind, long startNanos) {
        this.kind = kind;
        this.startNanos = startNanos;
    }

    private static final class Second {
        private long answered;
        private long failed;
        private double maxMillis;
    }

    @Override
    public void accepted(long dueNanos, long receivedNanos, int bodyLength) {
        total.accepted(dueNanos, receivedNanos, bodyLength);
        second(dueNanos, receivedNanos).answered++;
    }

    @Override
    public void failed(long dueNanos, long nowNanos, String reason) {
        total.failed(dueNanos, nowNanos, reason);
        second(dueNanos, nowNanos).failed++;
    }

    @Override
    public void unsent(long dueNanos, long nowNanos) {
        failed(dueNanos, nowNanos, "not sent");
    }

    private Second second(long dueNanos, long nowNanos) {
        Second second =
                seconds.computeIfAbsent(TimeUnit.NANOSECONDS.toSeconds(dueNanos - startNanos), key -> new Second());
        second.maxMillis = Math.max(second.maxMillis, (nowNanos - dueNanos) / 1e6);
        return second;
    }

    String kind() {
        return kind;
    }

    Stats stats() {
        return total.stats();
    }

    /** One line in total, and one for each second with a failure or a long latency. */
    List<String> lines(double longMillis) {
        Stats stats = stats();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-14s answered %8d   p50 %8.2f ms   p99 %8.2f ms   max %8.2f ms   failed: %s",
                kind,
                stats.answered(),
                stats.p50Millis(),
                stats.p99Millis(),
                stats.maxMillis(),
                stats.failures().isEmpty() ? "none" : stats.failures()));
        seconds.forEach((number, second) -> {
            if (second.failed > 0 || second.maxMillis > longMillis) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  second %4d: answered %6d, failed %6d, max %8.2f ms",
                        number,
                        second.answered,
                        second.failed,
                        second.maxMillis));
            }
        });
        return lines;
    }
}
