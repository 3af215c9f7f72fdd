package stockledger.query.audit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Bounds the processor time of one thread. It earns a share of the time that passes, and may owe some: then it waits until that is
 * earned.
 */
final class ProcessorBudget {

    private final double share;
    private final long maxNanos;
    private final LongSupplier nanos;
    private final LongSupplier processorNanos;
    private double left;
    private long earnedAt;
    private long usedAt;

    /**
     * An empty budget.
     *
     * @param share of one processor, 0 to 1
     * @param max that is saved up while nothing is done
     * @param nanos monotonic clock
     * @param processorNanos processor time of the thread
     */
    ProcessorBudget(double share, Duration max, LongSupplier nanos, LongSupplier processorNanos) {
        this.share = share;
        this.maxNanos = max.toNanos();
        this.nanos = nanos;
        this.processorNanos = processorNanos;
        this.earnedAt = nanos.getAsLong();
    }

    /** Begins to count what the calling thread uses. */
    void begin() {
        long now = nanos.getAsLong();
        left = Math.min(maxNanos, left + (now - earnedAt) * share);
        earnedAt = now;
        usedAt = processorNanos.getAsLong();
    }

    /** Whether the thread may go on; counts what it has used since the last call. */
    boolean isLeft() {
        long used = processorNanos.getAsLong();
        left -= used - usedAt;
        usedAt = used;
        return left > 0;
    }
}
