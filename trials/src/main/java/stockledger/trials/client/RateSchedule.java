package stockledger.trials.client;

/** Due times at a fixed rate. */
public final class RateSchedule {

    private final long startNanos;
    private final double intervalNanos;
    private final long total;
    private long taken;

    public RateSchedule(long startNanos, long endNanos, double perSecond) {
        this.startNanos = startNanos;
        this.intervalNanos = 1e9 / perSecond;
        this.total = Math.max(1, (long) ((endNanos - startNanos) / intervalNanos));
    }

    public boolean isDue(long nowNanos) {
        return !isExhausted() && due() - nowNanos <= 0;
    }

    public boolean isExhausted() {
        return taken == total;
    }

    /** Takes the next due time. */
    public long take() {
        long due = due();
        taken++;
        return due;
    }

    public long nextDueNanos() {
        return isExhausted() ? RequestSource.NEVER : due();
    }

    private long due() {
        return startNanos + (long) (taken * intervalNanos);
    }
}
