package stockledger.command.dispatch;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which rows of jobs were applied to one stream. Chunks of a job come one after another, and a chunk begins only when
 * the one before is reported: so it suffices to know, of each job, the chunk that came last and which lines of it were
 * applied. A job of a hundred thousand rows leaves as much behind as a small one.
 */
final class RememberedRows {

    /** Jobs that touched the stream last; those that are forgotten were over long before. */
    static final int MOST_JOBS = 50;

    private Map<String, Chunk> byJob = new LinkedHashMap<>();

    /** The lines of one chunk that were applied. */
    record Chunk(int number, Set<Integer> lines) {}

    boolean applied(JobRow row) {
        Chunk last = byJob.get(row.job());
        return last != null
                && (row.chunk() < last.number()
                        || row.chunk() == last.number() && last.lines().contains(row.line()));
    }

    void note(JobRow row) {
        Chunk last = byJob.get(row.job());
        if (last == null || last.number() < row.chunk()) {
            byJob.remove(row.job());
            last = new Chunk(row.chunk(), new HashSet<>());
            byJob.put(row.job(), last);
            forgetOldest();
        }
        last.lines().add(row.line());
    }

    private void forgetOldest() {
        Iterator<String> oldestFirst = byJob.keySet().iterator();
        while (byJob.size() > MOST_JOBS) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
