package stockledger.trials.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Adds up processor time between the first reading and the last. A thread that starts in between counts from its start;
 * one that ends counts until its last reading.
 */
final class CpuAccount {

    private record ThreadId(long pid, long tid) {}

    private final Map<ThreadId, Long> last = new HashMap<>();
    private final Map<CpuGroup, Long> nanos = new TreeMap<>();
    private boolean started;

    void add(List<ThreadTimes.Reading> readings) {
        for (ThreadTimes.Reading reading : readings) {
            Long before = last.put(new ThreadId(reading.pid(), reading.tid()), reading.nanos());
            nanos.merge(CpuGroup.of(reading.process(), reading.thread()), used(before, reading.nanos()), Long::sum);
        }
        started = true;
    }

    private long used(@Nullable Long before, long now) {
        if (before == null) {
            return started ? now : 0;
        }
        // A smaller time is that of a new thread with the id of an ended one.
        return now >= before ? now - before : now;
    }

    Map<CpuGroup, Double> millis() {
        Map<CpuGroup, Double> millis = new TreeMap<>();
        nanos.forEach((group, used) -> millis.put(group, used / (double) TimeUnit.MILLISECONDS.toNanos(1)));
        return millis;
    }
}
