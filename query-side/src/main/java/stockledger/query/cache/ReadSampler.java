package stockledger.query.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each answer was read in this process since that was last told. Only one read of some is counted, so that
 * counting costs next to nothing; what is counted while it is being told may be lost.
 */
public final class ReadSampler {

    private final int countOneIn;
    private final int mostCounted;
    private volatile ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    ReadSampler(WarmingSettings settings) {
        this.countOneIn = settings.countOneIn();
        this.mostCounted = settings.mostCounted();
    }

    /** It was read once. */
    public void read(String key) {
        if (countOneIn == 1 || ThreadLocalRandom.current().nextInt(countOneIn) == 0) {
            count(key);
        }
    }

    private void count(String key) {
        ConcurrentHashMap<String, LongAdder> now = counts;
        LongAdder count = now.get(key);
        if (count == null) {
            if (now.mappingCount() >= mostCounted) {
                return;
            }
            count = now.computeIfAbsent(key, first -> new LongAdder());
        }
        count.add(countOneIn);
    }

    /** What was counted, and begins anew. */
    Map<String, Long> taken() {
        ConcurrentHashMap<String, LongAdder> before = counts;
        if (before.isEmpty()) {
            return Map.of();
        }
        counts = new ConcurrentHashMap<>();
        Map<String, Long> taken = new HashMap<>();
        before.forEach((key, count) -> taken.put(key, count.sum()));
        return taken;
    }
}
