package stockledger.trials.reads;

import stockledger.trials.client.RequestSource;

/** Due times at a fixed rate. */
final class RateSchedule {

    private final long startNanos;
    private final double intervalNanos;
    private final long total;
    private long taken;

    RateSchedule(long startNanos, long endNanos, double perSecond) {
        this.startNanos = startNanos;
        this.intervalNanos = 1e9 / perSecond;
        this.total = Math.max(1, (long) ((endNanos - startNanos) / intervalNanos));
    }

    boolean isDue(long nowNanos) {
        return !isExhausted() && due() - nowNanos <= 0;
    }

    boolean isExhausted() {
        return taken == total;
    }

    /** Takes the next due time. */
    long take() {
        long due = due();
        taken++;
        return due;
    }

    long nextDueNanos() {
        return isExhausted() ? RequestSource.NEVER : due();
    }

    private long due() {
        return startNanos + (long) (taken * intervalNanos);
    }
}
