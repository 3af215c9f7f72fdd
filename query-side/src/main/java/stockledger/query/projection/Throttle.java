package stockledger.query.projection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Bounds the events per second that one reader takes. The bound may change while the reader waits. */
final class Throttle {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile int maxPerSecond;
    private long freeAtNanos = System.nanoTime();

    /** @param max events per second; null for no bound */
    void limit(@Nullable Integer max) {
        int newMax = max == null ? 0 : max;
        if (newMax == maxPerSecond) {
            return;
        }
        lock.lock();
        try {
            maxPerSecond = newMax;
            freeAtNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until as much time has passed as the events taken before may take, but not longer than a second: claims expire. */
    void take(long events) throws InterruptedException {
        if (maxPerSecond == 0) {
            return;
        }
        lock.lockInterruptibly();
        try {
            long left = freeAtNanos - System.nanoTime();
            while (maxPerSecond > 0 && left > 0) {
                changed.awaitNanos(left);
                left = freeAtNanos - System.nanoTime();
            }
            if (maxPerSecond > 0) {
                long from = left > 0 ? freeAtNanos : System.nanoTime();
                freeAtNanos = from + Math.min(events, maxPerSecond) * NANOS_PER_SECOND / maxPerSecond;
            }
        } finally {
            lock.unlock();
        }
    }
}
