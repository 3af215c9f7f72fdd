package stockledger.query.projection;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs the coordinator of a pooled streaming processor. Once the buffer of one segment is full, 1,024 events, Axon's coordinator
 * waits 100 ms before it reads on, for all segments. A segment folds them in some 40 ms, and events of one bulk job arrive
 * segment by segment: with that wait a rebuild reads some 9,000 events per second, and the threads are idle most of the time.
 */
final class CoordinatorExecutor extends ScheduledThreadPoolExecutor {

    /** The constant in Axon 4.13's {@code Coordinator}; its other waits are longer, or end at once. */
    static final long FULL_BUFFER_MILLIS = 100;

    /** Long enough that a coordinator which waits for a slow segment costs no processor time worth mentioning. */
    static final long SHORTER_MILLIS = 5;

    CoordinatorExecutor(ThreadFactory factory) {
        super(1, factory);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return unit.toMillis(delay) == FULL_BUFFER_MILLIS
                ? super.schedule(task, SHORTER_MILLIS, TimeUnit.MILLISECONDS)
                : super.schedule(task, delay, unit);
    }
}
