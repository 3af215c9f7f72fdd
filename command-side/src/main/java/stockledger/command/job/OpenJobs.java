package stockledger.command.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stockledger.events.JobId;

/**
 * The open jobs that this process knows of. A hint which job to claim next: the jobs' own streams decide.
 *
 * <p>Jobs take turns: a worker executes one chunk, and then one of the job that waits longest. So a job of one row does not
 * wait for jobs of a million rows that were accepted before.
 */
final class OpenJobs {

    /** The projection of a job that was accepted here is visible after this time, unless the job is finished. */
    private static final Duration MAX_PROJECTION_LAG = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<JobId, Entry> open = new HashMap<>();
    private long turns;
    private volatile Runnable onAdded = () -> {};

    /** Each kind has its own workers, so that a single command never waits behind many rows. */
    enum Kind {
        ROWS,
        REQUEST
    }

    /**
     * One open job.
     *
     * @param projected whether it was seen in MongoDB
     * @param notBefore when it may have work again
     * @param waitsSince number of the turn that ended when it began to wait
     * @param workers number of workers of this process that have it in turn
     */
    private record Entry(
            JobId id,
            Kind kind,
            boolean dryRun,
            Instant acceptedAt,
            boolean projected,
            Instant notBefore,
            long waitsSince,
            int workers) {

        /** A job without a worker comes first: workers share a job only when there are fewer jobs than workers. */
        static final Comparator<Entry> LONGEST_WAIT = Comparator.comparingInt(Entry::workers)
                .thenComparingLong(Entry::waitsSince)
                .thenComparing(Entry::acceptedAt)
                .thenComparing(Entry::id);

        Entry asProjected() {
            return new Entry(id, kind, dryRun, acceptedAt, true, notBefore, waitsSince, workers);
        }

        Entry inTurn() {
            return new Entry(id, kind, dryRun, acceptedAt, projected, notBefore, waitsSince, workers + 1);
        }

        Entry afterTurn(long number, Instant until) {
            return new Entry(id, kind, dryRun, acceptedAt, projected, until, number, Math.max(0, workers - 1));
        }
    }

    /**
     * Whose turns a worker takes.
     *
     * @param begun the dry run that it has begun, whose earlier rows it remembers; null for none. It begins no other
     */
    record Worker(Kind kind, @Nullable JobId begun) {

        private boolean takes(Entry entry) {
            return entry.kind() == kind
                    && (begun == null || !entry.dryRun() || entry.id().equals(begun));
        }
    }

    OpenJobs(Clock clock) {
        this.clock = clock;
    }

    /** Sets what is called after a job was accepted by this process. */
    void onAdded(Runnable listener) {
        onAdded = listener;
    }

    /** Adds a job that was accepted by this process. */
    void add(JobId id, Kind kind, boolean dryRun, Instant acceptedAt) {
        synchronized (open) {
            turns++;
            open.putIfAbsent(id, new Entry(id, kind, dryRun, acceptedAt, false, Instant.MIN, turns, 0));
        }
        onAdded.run();
    }

    /** Merges the jobs stored in MongoDB, and removes those that are no longer there. */
    void refresh(List<OpenJob> projected) {
        Set<JobId> ids = projected.stream().map(job -> new JobId(job.id())).collect(Collectors.toSet());
        Instant lagEnd = clock.instant().minus(MAX_PROJECTION_LAG);
        synchronized (open) {
            open.values()
                    .removeIf(entry -> !ids.contains(entry.id())
                            && (entry.projected() || entry.acceptedAt().isBefore(lagEnd)));
            for (OpenJob job : projected) {
                JobId id = new JobId(job.id());
                turns++;
                open.merge(
                        id,
                        new Entry(
                                id,
                                job.kind(),
                                Boolean.TRUE.equals(job.dryRun()),
                                job.acceptedAt(),
                                true,
                                Instant.MIN,
                                turns,
                                0),
                        (before, now) -> before.asProjected());
            }
        }
    }

    void remove(JobId id) {
        synchronized (open) {
            open.remove(id);
        }
    }

    /** A turn of the job has ended, and it has no work before this time. */
    void postpone(JobId id, Instant until) {
        synchronized (open) {
            turns++;
            open.computeIfPresent(id, (same, entry) -> entry.afterTurn(turns, until));
        }
    }

    /** A turn of the job has ended, and it may have more work. */
    void resume(JobId id) {
        postpone(id, Instant.MIN);
    }

    boolean contains(JobId id) {
        synchronized (open) {
            return open.containsKey(id);
        }
    }

    int size() {
        synchronized (open) {
            return open.size();
        }
    }

    /** The job whose turn it is; null when none may have work. Its turn ends by {@link #resume} or {@link #postpone}. */
    @Nullable
    JobId next(Worker worker) {
        synchronized (open) {
            Entry next = longestWaiting(worker);
            if (next == null) {
                return null;
            }
            open.put(next.id(), next.inTurn());
            return next.id();
        }
    }

    /** Whether the worker that has a job in turn takes its next turn, too, since no other job waits longer. */
    boolean continues(JobId id, Worker worker) {
        synchronized (open) {
            Entry entry = open.get(id);
            if (entry == null) {
                return true;
            }
            turns++;
            Entry waiting = entry.afterTurn(turns, entry.notBefore());
            open.remove(id);
            Entry other = longestWaiting(worker);
            open.put(id, waiting.inTurn());
            return other == null || Entry.LONGEST_WAIT.compare(waiting, other) < 0;
        }
    }

    private @Nullable Entry longestWaiting(Worker worker) {
        Instant now = clock.instant();
        return open.values().stream()
                .filter(entry -> worker.takes(entry) && !entry.notBefore().isAfter(now))
                .min(Entry.LONGEST_WAIT)
                .orElse(null);
    }
}
