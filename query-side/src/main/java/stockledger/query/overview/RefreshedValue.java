package stockledger.query.overview;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is read in the background when somebody asks for it, so that a store that is down delays nobody. */
final class RefreshedValue<T> {

    private final Supplier<T> read;
    private final long intervalNanos;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private @Nullable Long endedAtNanos;
    private @Nullable Long begunAtNanos;

    /**
     * What is known.
     *
     * @param value as it was read last; null before
     * @param failure of the last attempt; null when it succeeded
     * @param waiting since when an attempt has not ended
     */
    record Reading<T>(@Nullable T value, @Nullable RuntimeException failure, Duration waiting) {}

    /** @param interval between the end of an attempt and the begin of the next one */
    RefreshedValue(Supplier<T> read, Duration interval, Executor threads, LongSupplier nanoTime) {
        this.read = read;
        this.intervalNanos = interval.toNanos();
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /** Begins to read the value again when that is due, and returns what is known. */
    synchronized Reading<T> get() {
        long now = nanoTime.getAsLong();
        boolean isDue = endedAtNanos == null || now - endedAtNanos >= intervalNanos;
        if (begunAtNanos == null && isDue) {
            begunAtNanos = now;
            try {
                threads.execute(this::refresh);
            } catch (RejectedExecutionException e) {
                begunAtNanos = null;
            }
        }
        return new Reading<>(
                value, failure, begunAtNanos == null ? Duration.ZERO : Duration.ofNanos(now - begunAtNanos));
    }

    private void refresh() {
        T now = null;
        RuntimeException failed = null;
        try {
            now = read.get();
        } catch (RuntimeException e) {
            failed = e;
        }
        synchronized (this) {
            value = now == null ? value : now;
            failure = failed;
            endedAtNanos = nanoTime.getAsLong();
            begunAtNanos = null;
            notifyAll();
        }
    }

    /** Waits for the first value, a moment at most. */
    synchronized void awaitFirst(Duration max) {
        long end = System.nanoTime() + max.toNanos();
        long left = max.toMillis();
        try {
            while (endedAtNanos == null && begunAtNanos != null && left > 0) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
