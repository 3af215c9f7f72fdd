package stockledger.command.dispatch.idempotency;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import stockledger.command.dispatch.JobRow;

/**
 * The rows of jobs that were applied to one stream. Chunks of a job are processed one after another, and a chunk begins
 * only when the one before is reported: so the last chunk of each job and its applied lines suffice. A job of a hundred
 * thousand rows takes as much space as a small one.
 */
final class AppliedRows {

    /**
     * The jobs that touched the stream last. More may be open and repeat a chunk after a crash: their rows are looked up in
     * the stream, see {@link #mayHaveForgotten}. A job that is not repeated needs no entry.
     */
    static final int MAX_JOBS = 50;

    private Map<String, Chunk> byJob = new LinkedHashMap<>();

    /** The applied lines of one chunk. */
    record Chunk(int number, Set<Integer> lines) {}

    boolean contain(JobRow row) {
        Chunk last = byJob.get(row.job());
        return last != null
                && (row.chunk() < last.number()
                        || row.chunk() == last.number() && last.lines().contains(row.line()));
    }

    /** Whether the job of a row has no entry and may have had one. */
    boolean mayHaveForgotten(JobRow row) {
        return byJob.size() >= MAX_JOBS && !byJob.containsKey(row.job());
    }

    void add(JobRow row) {
        Chunk last = byJob.get(row.job());
        if (last == null || last.number() < row.chunk()) {
            byJob.remove(row.job());
            last = new Chunk(row.chunk(), new HashSet<>());
            byJob.put(row.job(), last);
            removeOldest();
        }
        last.lines().add(row.line());
    }

    private void removeOldest() {
        Iterator<String> oldestFirst = byJob.keySet().iterator();
        while (byJob.size() > MAX_JOBS) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
