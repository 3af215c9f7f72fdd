package stockledger.query.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes a question wait, briefly, until what it reads has seen what its caller was told is done. Waiting questions are
 * woken when documents change in this process, and look for themselves when another process writes them.
 */
public final class Freshness {

    private final HttpSettings settings;
    private final Semaphore seats;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;

    Freshness(HttpSettings settings) {
        this.settings = settings;
        this.seats = new Semaphore(settings.mostWaiting());
    }

    /**
     * Reads until what was read is fresh.
     *
     * @throws Refused {@code not-yet-visible} when it does not become so in time
     */
    public <T> T read(Supplier<T> read, Predicate<? super T> fresh) {
        T first = read.get();
        if (fresh.test(first)) {
            return first;
        }
        if (!seats.tryAcquire()) {
            throw notYetVisible();
        }
        try {
            return wait(read, fresh);
        } finally {
            seats.release();
        }
    }

    /** Documents were written: whoever waits looks again. */
    public void documentsChanged() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T wait(Supplier<T> read, Predicate<? super T> fresh) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.longestWaitMillis());
        while (true) {
            long seen = changesSoFar();
            T again = read.get();
            if (fresh.test(again)) {
                return again;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw notYetVisible();
            }
            awaitChange(seen, Math.min(left, TimeUnit.MILLISECONDS.toNanos(settings.recheckMillis())));
        }
    }

    private long changesSoFar() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(long seen, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (changes == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notYetVisible();
        } finally {
            lock.unlock();
        }
    }

    private static Refused notYetVisible() {
        return Refused.later("not-yet-visible", "What the token stands for cannot be seen here yet.");
    }
}
