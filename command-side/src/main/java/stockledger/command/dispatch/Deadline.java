package stockledger.command.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * When a request must be answered. Work without a request has none: it waits until the event store has answered or failed.
 *
 * @param nanos as {@link System#nanoTime()} counts
 */
public record Deadline(long nanos) {

    /** The deadline of a request that arrives now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Waits for a result until the deadline of this thread's request. */
    static <T> T await(Future<T> pending) throws TimeoutException {
        Deadline deadline = RequestContext.currentDeadline();
        try {
            return deadline == null
                    ? pending.get()
                    : pending.get(Math.max(0, deadline.nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the outcome was known", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Waits for one of several parts of a request.
     *
     * @throws DeadlinePassed when it is not complete in time
     */
    public static <T> T join(CompletableFuture<T> part) {
        try {
            return await(part);
        } catch (TimeoutException e) {
            throw new DeadlinePassed();
        }
    }

    /** Whether there is a deadline, and it has passed. */
    static boolean hasPassed(@Nullable Deadline deadline) {
        return deadline != null && System.nanoTime() - deadline.nanos >= 0;
    }
}
