package stockledger.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the writes of an epoch back for a moment, and knows which documents this process has written in the last seconds, see
 * {@link EpochSwitch}.
 */
final class WriteGate {

    /** Longer than any switch of epochs holds it. */
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Twice as old as the head that an epoch has passed before it is served. */
    private static final Duration RECENT = Duration.ofSeconds(10);

    /** More are written only by bulk jobs. */
    private static final int MAX_RECENT = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Cache<String, Map<String, Long>> recent = Caffeine.newBuilder()
            .maximumSize(MAX_RECENT)
            .expireAfterWrite(RECENT)
            .executor(Runnable::run)
            .build();
    private boolean held;
    private int writing;

    /** Lets no further write begin, and waits for those that have begun. */
    void hold() {
        lock.lock();
        try {
            held = true;
            long left = MAX_WAIT_NANOS;
            while (writing > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            held = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the gate is held; {@link #end} follows. */
    void begin() {
        lock.lock();
        try {
            long left = MAX_WAIT_NANOS;
            while (held && left > 0) {
                left = changed.awaitNanos(left);
            }
            writing++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while documents wait to be written", e);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            writing--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Records a document that was written. */
    void written(String key, Map<String, Long> versions) {
        recent.put(key, versions);
    }

    /** The versions of the documents that were written in the last seconds. */
    Map<String, Map<String, Long>> recent() {
        return Map.copyOf(recent.asMap());
    }
}
