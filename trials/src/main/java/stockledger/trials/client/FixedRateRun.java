package stockledger.trials.client;

import org.jspecify.annotations.Nullable;

/**
 * An open loop: requests are due at a fixed rate whether earlier ones are answered or not, as from independent users.
 * Latency counts from the due time.
 */
public final class FixedRateRun implements RequestSource {

    private final RequestSequence requests;
    private final ResultListener listener;
    private final RateSchedule schedule;
    private final long giveUpNanos;

    /**
     * @param giveUpNanos when requests that could not be sent yet are given up as unsent
     */
    public FixedRateRun(
            RequestSequence requests,
            ResultListener listener,
            long startNanos,
            long endNanos,
            double perSecond,
            long giveUpNanos) {
        this.requests = requests;
        this.listener = listener;
        this.schedule = new RateSchedule(startNanos, endNanos, perSecond);
        this.giveUpNanos = giveUpNanos;
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        if (nowNanos - giveUpNanos >= 0) {
            while (!schedule.isExhausted()) {
                listener.unsent(schedule.take(), nowNanos);
            }
        }
        return schedule.isDue(nowNanos) ? new MeasuredRequest(requests.next(), schedule.take(), listener) : null;
    }

    @Override
    public long nextDueNanos() {
        return schedule.nextDueNanos();
    }
}
