package stockledger.web.limits;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How long threads have waited for one caller, and how many bytes came of it. Only the time inside of reads and writes counts: a
 * caller is not late because the service is.
 */
abstract class CallerWait {

    /** How far behind the least rate a caller may be: much longer than a lost packet takes. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * How far ahead of the least rate a caller may be, at most: one that takes a megabyte at once could otherwise keep its
     * thread for minutes afterwards.
     */
    private static final long MAX_AHEAD_NANOS = GRACE_NANOS;

    private final CallerWaits waits;
    private final double nanosPerByte;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long waitedNanos;

    /** At the end of the last operation. */
    private volatile long behindNanos;

    private volatile @Nullable Waiting waiting;

    /**
     * An operation that waits.
     *
     * @param end lets it end as if the caller had closed the connection; called by another thread
     */
    private record Waiting(Runnable end, long sinceNanos) {}

    /** A read or write that waits for at most some time; returns the number of bytes. */
    @FunctionalInterface
    interface Operation {
        int run(long millis) throws IOException;
    }

    CallerWait(CallerWaits waits) {
        this.waits = waits;
        this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1)
                / waits.settings().bodyLeastRate().toBytes();
    }

    /** Whether the caller sends rows. */
    boolean isUpload() {
        return false;
    }

    /** Counts bytes that needed no waiting. */
    final void count(int more) {
        if (more > 0) {
            behindNanos = Math.max(behindNanos - (long) (more * nanosPerByte), -MAX_AHEAD_NANOS);
        }
    }

    /** Begins anew, with the next request of the same caller. */
    final void reset() {
        behindNanos = 0;
        waitedNanos = 0;
    }

    /**
     * Waits for the caller, in a place that was taken before and is given back.
     *
     * @param deadlineNanos longest time in all
     * @throws SocketTimeoutException when the caller is too late
     */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes, others read
    final int await(Runnable end, long deadlineNanos, Operation operation) throws IOException {
        Waiting now = new Waiting(end, System.nanoTime());
        long leftNanos = Math.min(deadlineNanos - waitedNanos, GRACE_NANOS - behindNanos());
        waiting = now;
        int count;
        try {
            if (leftNanos <= 0) {
                throw late();
            }
            count = operation.run(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
        } catch (IOException closed) {
            if (ended.get() || closed instanceof SocketTimeoutException) {
                waits.countLate();
                throw late();
            }
            throw closed;
        } finally {
            long nanos = System.nanoTime() - now.sinceNanos();
            waiting = null;
            waitedNanos += nanos;
            behindNanos += nanos;
            waits.exit(this);
        }
        count(count);
        return count;
    }

    private static SocketTimeoutException late() {
        return new SocketTimeoutException("the caller is too slow");
    }

    /** How long this caller was waited for beyond what the least rate allows. */
    final long behindNanos() {
        Waiting now = waiting;
        return behindNanos + (now == null ? 0 : System.nanoTime() - now.sinceNanos());
    }

    /** Ends the operation that waits; called by another thread. False when it was ended before, or waits no more. */
    final boolean end() {
        Waiting now = waiting;
        if (now == null || !ended.compareAndSet(false, true)) {
            return false;
        }
        now.end().run();
        return true;
    }
}
