package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;

/**
 * Questions come at a fixed rate, whether earlier ones are answered or not, as they do from people who know nothing of
 * each other. Each counts from when it was due.
 */
final class OpenLoop implements Errands {

    private final Questions questions;
    private final Times times;
    private final long startNanos;
    private final double gapNanos;
    private final long total;
    private final long giveUpNanos;
    private long asked;

    /**
     * @param giveUpNanos when what could not be sent yet never will be
     */
    OpenLoop(Questions questions, Times times, long startNanos, long endNanos, double perSecond, long giveUpNanos) {
        this.questions = questions;
        this.times = times;
        this.startNanos = startNanos;
        this.gapNanos = 1e9 / perSecond;
        this.total = (long) ((endNanos - startNanos) / gapNanos);
        this.giveUpNanos = giveUpNanos;
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        if (nowNanos - giveUpNanos >= 0) {
            for (; asked < total; asked++) {
                times.unsent(due(asked), nowNanos);
            }
        }
        if (asked == total || due(asked) - nowNanos > 0) {
            return null;
        }
        return new Timed(questions.next(), due(asked++), times);
    }

    private long due(long number) {
        return startNanos + (long) (number * gapNanos);
    }

    @Override
    public long dueNanos() {
        return asked == total ? NEVER : due(asked);
    }
}
