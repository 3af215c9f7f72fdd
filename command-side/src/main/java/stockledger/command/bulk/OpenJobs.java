package stockledger.command.bulk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stockledger.events.JobId;

/**
 * The open jobs that this process knows of, oldest first. It only says where to ask for work; what there is to do, the
 * jobs themselves say.
 */
final class OpenJobs {

    /** A job that was accepted here is on the notes after this, unless it is over already. */
    private static final Duration NOTED_WITHIN = Duration.ofMinutes(1);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<JobId, Entry> open = new HashMap<>();

    /** What a job is made of; each sort has workers of its own, so that one request never waits behind many rows. */
    enum Sort {
        ROWS,
        REQUEST
    }

    /**
     * One open job.
     *
     * @param noted whether the notes of all instances have it
     * @param askAt when there may be something to do
     */
    private record Entry(JobId id, Sort sort, Instant at, boolean noted, Instant askAt) {

        Entry asNoted() {
            return new Entry(id, sort, at, true, askAt);
        }

        Entry asking(Instant when) {
            return new Entry(id, sort, at, noted, when);
        }
    }

    OpenJobs(Clock clock) {
        this.clock = clock;
    }

    /** A job was accepted here. */
    void add(JobId id, Sort sort, Instant at) {
        lock.lock();
        try {
            open.putIfAbsent(id, new Entry(id, sort, at, false, Instant.MIN));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the notes of all instances say: jobs come, and jobs that were on them and are no more go. */
    void refresh(List<JobNote> notes) {
        lock.lock();
        try {
            Set<JobId> noted = notes.stream().map(note -> new JobId(note.id())).collect(Collectors.toSet());
            Instant longAgo = clock.instant().minus(NOTED_WITHIN);
            open.values()
                    .removeIf(entry -> !noted.contains(entry.id())
                            && (entry.noted() || entry.at().isBefore(longAgo)));
            for (JobNote note : notes) {
                JobId id = new JobId(note.id());
                open.merge(
                        id,
                        new Entry(id, note.sort(), note.acceptedAt(), true, Instant.MIN),
                        (before, now) -> before.asNoted());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void over(JobId id) {
        lock.lock();
        try {
            open.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** There is nothing to do for a job before this. */
    void later(JobId id, Instant when) {
        lock.lock();
        try {
            open.computeIfPresent(id, (same, entry) -> entry.asking(when));
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest job that may have something to do; null when there is none for so long. */
    @Nullable
    JobId await(Sort sort, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            JobId first = first(sort);
            if (first == null) {
                changed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
                first = first(sort);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable JobId first(Sort sort) {
        Instant now = clock.instant();
        List<Entry> ready = new ArrayList<>();
        for (Entry entry : open.values()) {
            if (entry.sort() == sort && !entry.askAt().isAfter(now)) {
                ready.add(entry);
            }
        }
        return ready.stream()
                .min(Comparator.comparing(Entry::at).thenComparing(Entry::id))
                .map(Entry::id)
                .orElse(null);
    }
}
