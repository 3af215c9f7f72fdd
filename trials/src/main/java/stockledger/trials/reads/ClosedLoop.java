package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;

/** Everybody asks again as soon as they are answered: how much there can be. */
final class ClosedLoop implements Errands {

    private final Questions questions;
    private final Times times;
    private final long endNanos;

    ClosedLoop(Questions questions, Times times, long endNanos) {
        this.questions = questions;
        this.times = times;
        this.endNanos = endNanos;
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        return nowNanos - endNanos >= 0 ? null : new Timed(questions.next(), nowNanos, times);
    }

    @Override
    public long dueNanos() {
        return NEVER;
    }
}
