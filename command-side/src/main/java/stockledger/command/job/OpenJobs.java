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

/** The open jobs that this process knows of. A hint which job to claim next: the jobs' own streams decide. */
final class OpenJobs {

    /** The projection of a job that was accepted here is visible after this time, unless the job is finished. */
    private static final Duration MAX_PROJECTION_LAG = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<JobId, Entry> open = new HashMap<>();
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
     */
    private record Entry(JobId id, Kind kind, Instant acceptedAt, boolean projected, Instant notBefore) {

        Entry asProjected() {
            return new Entry(id, kind, acceptedAt, true, notBefore);
        }

        Entry postponed(Instant until) {
            return new Entry(id, kind, acceptedAt, projected, until);
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
    void add(JobId id, Kind kind, Instant acceptedAt) {
        synchronized (open) {
            open.putIfAbsent(id, new Entry(id, kind, acceptedAt, false, Instant.MIN));
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
                open.merge(
                        id,
                        new Entry(id, job.kind(), job.acceptedAt(), true, Instant.MIN),
                        (before, now) -> before.asProjected());
            }
        }
    }

    void remove(JobId id) {
        synchronized (open) {
            open.remove(id);
        }
    }

    /** The job has no work before this time. */
    void postpone(JobId id, Instant until) {
        synchronized (open) {
            open.computeIfPresent(id, (same, entry) -> entry.postponed(until));
        }
    }

    int size() {
        synchronized (open) {
            return open.size();
        }
    }

    /** The oldest job that may have work; null when there is none. */
    @Nullable
    JobId next(Kind kind) {
        Instant now = clock.instant();
        synchronized (open) {
            return open.values().stream()
                    .filter(entry -> entry.kind() == kind && !entry.notBefore().isAfter(now))
                    .min(Comparator.comparing(Entry::acceptedAt).thenComparing(Entry::id))
                    .map(Entry::id)
                    .orElse(null);
        }
    }
}
